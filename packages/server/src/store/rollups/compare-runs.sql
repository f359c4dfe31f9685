-- Runs whose totals are not those of their records up to the watermark; a run of one call alone may have none.
SELECT 'run ' || coalesce(e.run, t.run) AS subject,
       coalesce(e.records || ' records, ' || e.cost || ' nano-USD', 'nothing') AS expected,
       coalesce(t.records || ' records, ' || t.cost_nano_usd || ' nano-USD', 'nothing') AS actual
  FROM (SELECT run, sum(cost_nano_usd)::bigint AS cost, sum(requests)::bigint AS requests,
               sum(records)::bigint AS records, sum(unpriced_records)::bigint AS unpriced
          FROM usage_facts WHERE org_id = $1 AND id <= $2 GROUP BY run) e
  FULL JOIN (SELECT * FROM run_sums WHERE org_id = $1) t ON t.run = e.run
 WHERE (t.run IS NULL AND EXISTS (SELECT FROM usage_records u WHERE u.org_id = $1 AND u.run = e.run AND u.id <= $2
                                     AND u.run IS DISTINCT FROM u.reservation_id::text))
    OR (t.run IS NOT NULL AND (e.cost, e.requests, e.records, e.unpriced)
          IS DISTINCT FROM (t.cost_nano_usd, t.requests, t.records, t.unpriced_records))
 ORDER BY 1
 LIMIT 1000
