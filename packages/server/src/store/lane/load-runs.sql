-- The runs and all their ancestors: caps of the whole path count.
SELECT id, agent, workflow, parent, path, limit_nano_usd, status, created_at, finished_at, last_seen_at
  FROM runs
 WHERE org_id = $1
   AND id = ANY(ARRAY(SELECT unnest(path) FROM runs WHERE org_id = $1 AND id = ANY($2::text[])))
