INSERT INTO payment_movements (org_id, kind, reference, payment_id, cause, amount_nano_usd, booked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT DO NOTHING
