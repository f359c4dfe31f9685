-- Totals for runs that have none yet, of all their records: a call that was a run of its own may be joined by others.
INSERT INTO run_sums (org_id, run, cost_nano_usd, requests, records, unpriced_records)
SELECT $1, n.run, s.*
  FROM (SELECT DISTINCT run FROM usage_records
         WHERE org_id = $1 AND id > $2 AND id <= $3 AND run IS DISTINCT FROM reservation_id::text) n
  LEFT JOIN run_sums t ON t.org_id = $1 AND t.run = n.run
 CROSS JOIN LATERAL (
   SELECT sum(f.cost_nano_usd)::bigint, sum(f.requests)::bigint, sum(f.records)::bigint, sum(f.unpriced_records)::bigint
     FROM usage_facts f WHERE f.org_id = $1 AND f.run = n.run AND f.id <= $3) s
 WHERE t.run IS NULL
ON CONFLICT DO NOTHING
