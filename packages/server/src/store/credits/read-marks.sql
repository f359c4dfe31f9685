SELECT wallet_low_balance AS low_balance, wallet_low_runway_days AS low_runway_days,
       wallet_low_runway_since AS low_runway_since
  FROM org_lanes WHERE org_id = $1
