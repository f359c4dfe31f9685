-- Only what a PATCH may change: another dimension, match, window or unit would make the counters count something else.
UPDATE budgets
   SET name = $3, owner = $4, limit_amount = $5, limit_version = $6, enforcement = $7, allow_free = $8,
       thresholds_ppm = $9, notify = $10, wind_down_ppm = $11, actions = $12
 WHERE org_id = $1 AND id = $2
