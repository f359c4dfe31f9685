-- What a repeat names: the Idempotency-Key or the reference of a payment that was asked for before.
SELECT * FROM payments WHERE org_id = $1 AND (idempotency_key = $2 OR reference = $3) ORDER BY id
