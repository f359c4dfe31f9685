SELECT c.kind, c.reference, c.request_hash, c.answer
  FROM unnest($2::text[], $3::text[]) AS wanted (kind, reference)
 CROSS JOIN LATERAL (
       SELECT * FROM credit_references WHERE org_id = $1 AND kind = wanted.kind AND reference = wanted.reference LIMIT 1) c
