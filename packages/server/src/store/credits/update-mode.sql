UPDATE org_lanes SET wallet_mode = $2, wallet_overdraft = $3 WHERE org_id = $1
