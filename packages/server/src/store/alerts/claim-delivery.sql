UPDATE deliveries SET attempts = attempts + 1, claimed_until = $3 WHERE org_id = $1 AND id = $2
