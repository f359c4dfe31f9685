-- Guarded by the seq that the batch was decided on: the second rung below the row's lock.
UPDATE org_lanes
   SET seq = $3, last_time = $4, head_hash = $5, last_batch = $6,
       wallet_mode = $7, wallet_balance = $8, wallet_reserved = $9, wallet_purchased = $10, wallet_frozen = $11
 WHERE org_id = $1 AND seq = $2
