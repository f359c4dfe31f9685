-- A channel that somebody turns on again starts anew: what failed before does not count against it.
UPDATE channels
   SET settings = $3, secrets = $4, routes = $5, rate_limit_per_minute = $6, disabled_at = $7, disabled_reason = $8,
       failures = CASE WHEN $9 THEN 0 ELSE failures END,
       failing_since = CASE WHEN $9 THEN NULL ELSE failing_since END, updated_at = $10
 WHERE org_id = $1 AND id = $2
