INSERT INTO refusal_counts AS r (org_id, day, code, agent, limit_id, count, required_nano_usd)
SELECT $1, $2, n.* FROM unnest($3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::bigint[]) AS n
ON CONFLICT (org_id, day, code, agent, limit_id) DO UPDATE
   SET count = r.count + excluded.count, required_nano_usd = r.required_nano_usd + excluded.required_nano_usd
