INSERT INTO reported_usage (org_id, source, source_id, request_hash, answer)
SELECT $1, r.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS r
