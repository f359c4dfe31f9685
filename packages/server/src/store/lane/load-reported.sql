SELECT r.source, r.source_id, r.request_hash, r.answer
  FROM unnest($2::text[], $3::text[]) AS wanted (source, source_id)
 CROSS JOIN LATERAL (
       SELECT * FROM reported_usage WHERE org_id = $1 AND source = wanted.source AND source_id = wanted.source_id LIMIT 1) r
