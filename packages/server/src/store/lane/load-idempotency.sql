SELECT i.operation, i.key, i.request_hash, i.status, i.body, i.sealed
  FROM unnest($2::text[], $3::text[]) AS wanted (operation, key)
 CROSS JOIN LATERAL (
       SELECT * FROM idempotency_keys WHERE org_id = $1 AND operation = wanted.operation AND key = wanted.key LIMIT 1) i
