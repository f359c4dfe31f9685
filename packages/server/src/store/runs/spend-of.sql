-- What runs spent and hold with all below them, exactly: their sums up to the watermark $3, and the records after it. A
-- run without sums may be a call of its own: its records are asked for.
WITH RECURSIVE tree (root, id) AS (
  SELECT r, r FROM unnest($2::text[]) AS r
  UNION
  SELECT t.root, c.id FROM tree t JOIN runs c ON c.org_id = $1 AND c.parent = t.id),
tail AS (
  SELECT run, sum(cost_nano_usd) AS cost, sum(requests) AS requests, sum(unpriced_records) AS unpriced
    FROM usage_facts WHERE org_id = $1 AND id > $3 GROUP BY run),
held AS (
  SELECT r.run, sum(r.amount_nano_usd) AS amount
    FROM open_reservations o JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
   WHERE o.org_id = $1 GROUP BY r.run)
SELECT t.root AS id,
       sum(coalesce(s.cost_nano_usd, o.cost, 0) + coalesce(l.cost, 0))::text AS spent,
       sum(coalesce(s.cost_nano_usd, o.cost, 0) + coalesce(l.cost, 0)) FILTER (WHERE t.id = t.root)::text AS own_spent,
       sum(coalesce(s.requests, o.requests, 0) + coalesce(l.requests, 0))::text AS requests,
       sum(coalesce(s.unpriced_records, o.unpriced, 0) + coalesce(l.unpriced, 0))::text AS unpriced,
       coalesce(sum(h.amount), 0)::text AS reserved,
       (count(*) - 1)::text AS descendants
  FROM tree t
  LEFT JOIN run_sums s ON s.org_id = $1 AND s.run = t.id
  LEFT JOIN tail l ON l.run = t.id
  LEFT JOIN held h ON h.run = t.id
  LEFT JOIN LATERAL (
    SELECT sum(f.cost_nano_usd) AS cost, sum(f.requests) AS requests, sum(f.unpriced_records) AS unpriced
      FROM usage_facts f WHERE s.run IS NULL AND f.org_id = $1 AND f.run = t.id AND f.id <= $3) o ON true
 GROUP BY t.root
