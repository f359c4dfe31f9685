-- Tasks are runs without a parent, with all that their trees spent, whenever that was. Those that ended in the period, by
-- how; and those that fell silent in it ("unknown"): open, and without a call for an hour. $6 is the watermark of
-- run_sums; what came after is added. A run without totals may be a call of its own: its records are asked for.
WITH tasks AS (
  SELECT id, coalesce(status, 'unknown') AS ending
    FROM runs
   WHERE org_id = $1 AND parent IS NULL AND ($5::text IS NULL OR agent = $5)
     AND ((status IS NOT NULL AND finished_at >= $2 AND finished_at < $3)
       OR (status IS NULL AND last_seen_at >= $2 AND last_seen_at < $3 AND last_seen_at < $4))),
tail AS (
  SELECT run, sum(cost_nano_usd) AS cost, sum(unpriced_records) AS unpriced
    FROM usage_facts WHERE org_id = $1 AND id > $6 GROUP BY run),
spent AS (
  SELECT k.id, k.ending, sum(coalesce(t.cost_nano_usd, o.cost, 0) + coalesce(l.cost, 0)) AS cost,
         sum(coalesce(t.unpriced_records, o.unpriced, 0) + coalesce(l.unpriced, 0)) AS unpriced
    FROM tasks k
    JOIN runs d ON d.org_id = $1 AND d.path[cardinality(d.path)] = k.id
    LEFT JOIN run_sums t ON t.org_id = $1 AND t.run = d.id
    LEFT JOIN tail l ON l.run = d.id
    LEFT JOIN LATERAL (
      SELECT sum(f.cost_nano_usd) AS cost, sum(f.unpriced_records) AS unpriced FROM usage_facts f
       WHERE t.run IS NULL AND f.org_id = $1 AND f.run = d.id AND f.id <= $6) o ON true
   GROUP BY k.id, k.ending)
SELECT ending, count(*) AS count, sum(cost)::text AS cost, sum(unpriced)::text AS unpriced FROM spent GROUP BY ending
