-- The counters of a budget, in windows that are not over, that have reached an amount. Asked when the budget is made or its
-- limit lowered, not with each charge.
SELECT subject, window_start, window_end, spent, reserved, restraint
  FROM counters
 WHERE org_id = $1 AND budget_id = $2 AND (window_end IS NULL OR window_end > $3) AND spent >= $4
 ORDER BY subject
