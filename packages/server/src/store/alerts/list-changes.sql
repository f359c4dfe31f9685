SELECT state, snoozed_until, changed_at, changed_by FROM alert_changes
 WHERE org_id = $1 AND alert_id = $2 ORDER BY number
