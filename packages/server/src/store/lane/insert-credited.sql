INSERT INTO credit_references (org_id, kind, reference, request_hash, answer, entry_id)
SELECT $1, c.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[]) AS c
