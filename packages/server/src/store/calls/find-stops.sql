-- Which of the agents and runs with calls under way may not go on. Asked once a second for each org that has any; both
-- halves are looked up by primary key.
SELECT 'agent' AS kind, id, NULL AS status, paused_until FROM registry
 WHERE org_id = $1 AND kind = 'agent' AND id = ANY($2) AND paused_at IS NOT NULL
   AND (paused_until IS NULL OR paused_until > $4)
UNION ALL
SELECT 'run' AS kind, id, status, NULL FROM runs
 WHERE org_id = $1 AND id = ANY($3) AND status IN ('failed', 'cancelled')
