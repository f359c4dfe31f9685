-- What usage took in a period, by day, kind and whom it is booked to. An entry has the id of its record, so both sides
-- are one range of ids. Days are counted from 1 by their first instants, which the zone's calendar gives.
SELECT width_bucket(e.time, $4::timestamptz[]) AS day, e.kind, u.team, u.agent, u.provider, u.model,
       count(*) AS entries, sum(e.amount_nano_usd)::text AS amount
  FROM ledger_entries e
  LEFT JOIN usage_records u ON u.org_id = e.org_id AND u.id = e.usage_record_id AND u.id >= $2 AND u.id < $3
 WHERE e.org_id = $1 AND e.id >= $2 AND e.id < $3 AND e.kind = ANY ($5::text[])
 GROUP BY 1, 2, 3, 4, 5, 6
 ORDER BY 1, 3 NULLS FIRST, 4, 5, 6, 2
