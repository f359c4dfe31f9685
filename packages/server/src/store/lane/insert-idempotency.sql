INSERT INTO idempotency_keys (org_id, operation, key, request_hash, status, body, sealed, created_at)
SELECT $1, i.operation, i.key, i.request_hash, i.status, convert_to(i.body, 'UTF8'), false, $7
  FROM unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[])
       AS i (operation, key, request_hash, status, body)
