UPDATE counters SET restraint = $5 WHERE org_id = $1 AND budget_id = $2 AND subject = $3 AND window_start = $4
