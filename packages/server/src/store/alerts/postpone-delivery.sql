UPDATE deliveries SET next_at = $3, claimed_until = NULL WHERE org_id = $1 AND id = $2
