-- Tasks are runs without a parent, with all that their trees spent, whenever that was. Those that ended in the period, by
-- how; and those that fell silent in it ("unknown"): open, and without a call for an hour. $6 is the watermark of
-- run_sums; what came after is added. A run without totals may be a call of its own: its records are asked for.
-- Nothing is grouped by task, and those that have no runs below them, which most have not, are joined with their totals
-- alone.
WITH tasks AS NOT MATERIALIZED (
  SELECT id, coalesce(status, 'unknown') AS ending
    FROM runs
   WHERE org_id = $1 AND parent IS NULL AND ($5::text IS NULL OR agent = $5)
     AND ((status IS NOT NULL AND finished_at >= $2 AND finished_at < $3)
       OR (status IS NULL AND last_seen_at >= $2 AND last_seen_at < $3 AND last_seen_at < $4))),
summed AS MATERIALIZED (
  SELECT k.ending, count(*) AS count, sum(t.cost_nano_usd) AS cost, sum(t.unpriced_records) AS unpriced,
         array_agg(k.id) FILTER (WHERE t.run IS NULL) AS unsummed
    FROM tasks k LEFT JOIN run_sums t ON t.org_id = $1 AND t.run = k.id
   GROUP BY k.ending
  UNION ALL
  SELECT k.ending, 0, sum(t.cost_nano_usd), sum(t.unpriced_records), array_agg(d.id) FILTER (WHERE t.run IS NULL)
    FROM (SELECT id, path[cardinality(path)] AS root FROM runs WHERE org_id = $1 AND parent IS NOT NULL) d
    JOIN tasks k ON k.id = d.root
    LEFT JOIN run_sums t ON t.org_id = $1 AND t.run = d.id
   GROUP BY k.ending),
parts AS (
  SELECT ending, count, cost, unpriced FROM summed
  UNION ALL
  SELECT s.ending, 0, f.cost, f.unpriced
    FROM summed s CROSS JOIN unnest(s.unsummed) AS w (run)
   CROSS JOIN LATERAL (
     SELECT sum(cost_nano_usd) AS cost, sum(unpriced_records) AS unpriced
       FROM usage_facts WHERE org_id = $1 AND run = w.run AND id <= $6) f
  UNION ALL
  SELECT k.ending, 0, l.cost, l.unpriced
    FROM (SELECT run, sum(cost_nano_usd) AS cost, sum(unpriced_records) AS unpriced
            FROM usage_facts WHERE org_id = $1 AND id > $6 GROUP BY run) l
   CROSS JOIN LATERAL (SELECT path[cardinality(path)] AS root FROM runs WHERE org_id = $1 AND id = l.run LIMIT 1) d
   CROSS JOIN LATERAL (SELECT ending FROM tasks WHERE id = d.root LIMIT 1) k)
SELECT ending, sum(count)::bigint AS count, coalesce(sum(cost), 0)::text AS cost, coalesce(sum(unpriced), 0)::text AS unpriced
  FROM parts GROUP BY ending
