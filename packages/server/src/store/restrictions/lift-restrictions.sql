-- Lifts restrictions ($2) everywhere at once: their rows, the counters that remember them as taken, and the agents that
-- they paused. A counter keeps what was lifted, so that the next charge of the window does not take it again.
WITH lifted AS (
  UPDATE restrictions SET lifted_at = $3, lifted_by = $4
   WHERE org_id = $1 AND id = ANY($2) AND lifted_at IS NULL
  RETURNING *),
remembered AS (
  UPDATE counters c
     SET restraint = jsonb_set(c.restraint, '{taken}', (
           SELECT jsonb_agg(CASE WHEN (t.one ->> 'id')::uuid = ANY($2) THEN t.one || '{"lifted": true}' ELSE t.one END
                            ORDER BY t.number)
             FROM jsonb_array_elements(c.restraint -> 'taken') WITH ORDINALITY AS t (one, number)))
    FROM (SELECT DISTINCT budget_id, subject, window_start FROM lifted) l
   WHERE c.org_id = $1 AND c.budget_id = l.budget_id AND c.subject = l.subject AND c.window_start = l.window_start
     AND c.restraint IS NOT NULL),
resumed AS (
  UPDATE registry r
     SET paused_at = NULL, paused_until = NULL, paused_by = NULL, paused_reason = NULL, paused_restriction = NULL
    FROM lifted l
   WHERE r.org_id = $1 AND r.kind = 'agent' AND r.id = l.agent AND r.paused_restriction = l.id)
SELECT * FROM lifted ORDER BY id
