UPDATE channels SET rate_minute = $3, rate_used = CASE WHEN rate_minute = $3 THEN rate_used + 1 ELSE 1 END
 WHERE org_id = $1 AND id = $2
