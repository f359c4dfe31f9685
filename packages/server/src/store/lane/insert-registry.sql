INSERT INTO registry (org_id, kind, id, name, created_at)
SELECT $1, r.* FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS r
