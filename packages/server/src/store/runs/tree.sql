-- A run's descendants, those nearest to it first.
SELECT id, agent, workflow, parent, path, limit_nano_usd, status, created_at, finished_at, last_seen_at
  FROM (WITH RECURSIVE tree (id, depth) AS (
          SELECT $2::text, 0
          UNION
          SELECT c.id, t.depth + 1 FROM tree t JOIN runs c ON c.org_id = $1 AND c.parent = t.id)
        SELECT r.*, t.depth FROM tree t JOIN runs r ON r.org_id = $1 AND r.id = t.id WHERE t.depth > 0) d
 ORDER BY depth, created_at, id
 LIMIT $3
