SELECT id, name, provider, base_url, credential, credential_hint, price_provider, connect_ms, first_byte_ms, idle_ms, total_ms, policy,
       origin, created_at, updated_at
  FROM connections WHERE org_id = $1 AND name = $2
