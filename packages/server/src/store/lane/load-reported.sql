SELECT r.source, r.source_id, r.request_hash, r.answer
  FROM unnest($2::text[], $3::text[]) AS wanted (source, source_id)
  JOIN reported_usage r ON r.org_id = $1 AND r.source = wanted.source AND r.source_id = wanted.source_id
