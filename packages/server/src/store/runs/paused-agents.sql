-- Agents that are paused at $3, and what paused them.
SELECT r.id, r.paused_at, r.paused_until, r.paused_restriction, r.paused_alert,
       CASE WHEN r.paused_restriction IS NOT NULL THEN (
         SELECT ARRAY[x.budget_id::text, x.budget_name] FROM restrictions x
          WHERE x.org_id = $1 AND x.id = r.paused_restriction) END AS paused_budget
  FROM registry r
 WHERE r.org_id = $1 AND r.kind = 'agent' AND r.id = ANY ($2) AND r.paused_at IS NOT NULL
   AND (r.paused_until IS NULL OR r.paused_until > $3)
