-- Takes the round of some work ($2) for an org, unless a node has begun one after $4: answers with a row where it is ours.
-- The row stays locked until the round is over, so that a node which asks meanwhile waits, and then is told no.
INSERT INTO org_rounds AS r (org_id, work, begun_at) VALUES ($1, $2, $3)
ON CONFLICT (org_id, work) DO UPDATE SET begun_at = excluded.begun_at WHERE r.begun_at <= $4
RETURNING org_id
