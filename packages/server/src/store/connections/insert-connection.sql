INSERT INTO connections (org_id, id, name, provider, base_url, credential, credential_hint, price_provider, connect_ms,
                         first_byte_ms, idle_ms, total_ms, policy, origin, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (org_id, name) DO NOTHING
