-- Which of the agents and runs with calls under way may not go on. Asked once a second for each org that has any; both
-- halves are looked up by primary key.
SELECT 'agent' AS kind, id, NULL AS status FROM registry
 WHERE org_id = $1 AND kind = 'agent' AND id = ANY($2) AND paused_at IS NOT NULL
UNION ALL
SELECT 'run' AS kind, id, status FROM runs
 WHERE org_id = $1 AND id = ANY($3) AND status IN ('failed', 'cancelled')
