-- The runs of the records: each is one agent's, two in three succeeded, and every tenth is a sub-agent's.
INSERT INTO runs (org_id, id, agent, workflow, parent, path, status, created_at, finished_at, last_seen_at)
SELECT org_id, run, agent, min(workflow), NULL, ARRAY[run],
       (ARRAY['succeeded', 'succeeded', 'failed'])[1 + (min(seq) % 3)::integer], min(time), max(time), max(time)
  FROM usage_records WHERE org_id = $1 GROUP BY org_id, run, agent
ON CONFLICT DO NOTHING
