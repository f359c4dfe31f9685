UPDATE org_lanes SET wallet_low_balance = $2, wallet_low_runway_days = $3, wallet_low_runway_since = $4 WHERE org_id = $1
