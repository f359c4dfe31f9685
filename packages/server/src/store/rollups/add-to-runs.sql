-- Adds a range of an org's records to the runs that have totals.
UPDATE run_sums t
   SET cost_nano_usd = t.cost_nano_usd + n.cost, requests = t.requests + n.requests,
       records = t.records + n.records, unpriced_records = t.unpriced_records + n.unpriced
  FROM (SELECT run, sum(cost_nano_usd)::bigint AS cost, sum(requests)::bigint AS requests,
               sum(records)::bigint AS records, sum(unpriced_records)::bigint AS unpriced
          FROM usage_facts WHERE org_id = $1 AND id > $2 AND id <= $3 GROUP BY run) n
 WHERE t.org_id = $1 AND t.run = n.run
