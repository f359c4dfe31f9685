SELECT i.operation, i.key, i.request_hash, i.status, i.body, i.sealed
  FROM unnest($2::text[], $3::text[]) AS wanted (operation, key)
  JOIN idempotency_keys i ON i.org_id = $1 AND i.operation = wanted.operation AND i.key = wanted.key
