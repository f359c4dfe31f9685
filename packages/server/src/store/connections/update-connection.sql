UPDATE connections
   SET base_url = $3, credential = $4, credential_hint = $5, price_provider = $6, connect_ms = $7, first_byte_ms = $8,
       idle_ms = $9, total_ms = $10, policy = $11, origin = $12, updated_at = $13
 WHERE org_id = $1 AND id = $2
