-- Takes the org's lane: every change of the org happens under this row's lock. Reads follow in later statements, since
-- a statement that waited for a lock still reads with the snapshot of before it waited.
SELECT seq, last_time, config_version, last_batch, head_hash,
       wallet_mode, wallet_balance, wallet_reserved, wallet_overdraft, wallet_low_balance, wallet_purchased, wallet_frozen,
       clock_timestamp() AS now
  FROM org_lanes
 WHERE org_id = $1
   FOR UPDATE
