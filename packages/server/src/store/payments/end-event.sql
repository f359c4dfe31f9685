UPDATE stripe_events SET outcome = $2, org_id = $3, payment_id = $4, processed_at = $5, attempts = attempts + 1, last_error = NULL
 WHERE id = $1 AND processed_at IS NULL
