-- The usage records of a run and all below it, in the order in which they were booked, each with what the tree had spent
-- by then. $3 is the last record of the page before, $4 the agent whose records are meant.
WITH RECURSIVE tree (id) AS (
  SELECT $2::text UNION SELECT r.id FROM tree t JOIN runs r ON r.org_id = $1 AND r.parent = t.id)
SELECT * FROM (
  SELECT u.*, sum(coalesce(u.cost_nano_usd, 0)) OVER (ORDER BY u.id)::text AS spent_nano_usd
    FROM tree t JOIN usage_records u ON u.org_id = $1 AND u.run = t.id
   WHERE $4::text IS NULL OR u.agent = $4) r
 WHERE $3::uuid IS NULL OR id > $3
 ORDER BY id
 LIMIT $5
