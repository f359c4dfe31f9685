INSERT INTO payments (org_id, id, amount_nano_usd, reference, idempotency_key, request_hash, success_url, cancel_url, state,
                      looked_at, created_by, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'created', $9, $10, $9, $9)
    ON CONFLICT DO NOTHING
