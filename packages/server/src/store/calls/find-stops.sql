-- Which of the agents and runs with calls under way may not go on. Asked once a second for each org that has any; both
-- halves are looked up by primary key.
SELECT 'agent' AS kind, id, NULL AS status, paused_until, paused_restriction, paused_alert,
       CASE WHEN paused_restriction IS NOT NULL THEN (
         SELECT ARRAY[x.budget_id::text, x.budget_name] FROM restrictions x
          WHERE x.org_id = $1 AND x.id = paused_restriction) END AS paused_budget
  FROM registry
 WHERE org_id = $1 AND kind = 'agent' AND id = ANY($2) AND paused_at IS NOT NULL
   AND (paused_until IS NULL OR paused_until > $4)
UNION ALL
SELECT 'run' AS kind, id, status, NULL, NULL, NULL, NULL FROM runs
 WHERE org_id = $1 AND id = ANY($3) AND status IN ('failed', 'cancelled')
