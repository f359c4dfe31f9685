INSERT INTO top_ups (org_id, reference, request_hash, answer, entry_id)
SELECT $1, t.* FROM unnest($2::text[], $3::text[], $4::text[], $5::uuid[]) AS t
