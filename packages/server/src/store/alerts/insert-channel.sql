INSERT INTO channels (org_id, id, name, kind, settings, secrets, routes, rate_limit_per_minute, disabled_at,
                      disabled_reason, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (org_id, name) DO NOTHING
