INSERT INTO creation_counts (org_id, day, kind, count)
SELECT $1, $2, c.* FROM unnest($3::text[], $4::bigint[]) AS c
ON CONFLICT (org_id, day, kind) DO UPDATE SET count = excluded.count
