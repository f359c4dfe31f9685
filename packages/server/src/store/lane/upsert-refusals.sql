-- The counts of a day, and what was said to runs: one statement, since a storm of refusals makes every batch write both.
WITH stopped AS (
  INSERT INTO run_stops AS s (org_id, run, code, limit_id, first_at, last_at, count, told)
  SELECT $1, n.run, n.code, n.limit_id, $3, $3, n.count, n.told
    FROM unnest($9::text[], $10::text[], $11::uuid[], $12::bigint[], $13::jsonb[]) AS n (run, code, limit_id, count, told)
  ON CONFLICT (org_id, run, code, limit_id) DO UPDATE
     SET last_at = excluded.last_at, count = s.count + excluded.count, told = excluded.told)
INSERT INTO refusal_counts AS r (org_id, day, code, agent, limit_id, count, required_nano_usd)
SELECT $1, $2, n.* FROM unnest($4::text[], $5::text[], $6::uuid[], $7::bigint[], $8::bigint[]) AS n
ON CONFLICT (org_id, day, code, agent, limit_id) DO UPDATE
   SET count = r.count + excluded.count, required_nano_usd = r.required_nano_usd + excluded.required_nano_usd
