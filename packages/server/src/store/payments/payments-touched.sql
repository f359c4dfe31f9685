-- What was asked for or booked in a period.
SELECT id FROM payments WHERE org_id = $1 AND created_at >= $2 AND created_at < $3
 UNION
SELECT payment_id FROM payment_movements WHERE org_id = $1 AND booked_at >= $2 AND booked_at < $3
