-- Only what a closing or an extension changes; none of it is indexed, so the update is heap-only. The rows are found
-- through id = ANY and hashed against the batch: joined to unnest alone, the planner read all of the org's reservations
-- for each batch, and 256 clients got 287 lifecycles/s. The least and the greatest id ($12, $13) prune partitions, which
-- the array does not. The state read under the lock is checked again, as a second rung below the lane's row.
UPDATE reservations r
   SET state = u.state, amount_nano_usd = u.amount_nano_usd, expires_at = u.expires_at, closed_at = u.closed_at,
       cost_nano_usd = u.cost_nano_usd, expiry_record_id = u.expiry_record_id,
       settle_hash = u.settle_hash, settle_answer = u.settle_answer
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::bigint[],
              $9::uuid[], $10::text[], $11::text[])
       AS u (id, old_state, state, amount_nano_usd, expires_at, closed_at, cost_nano_usd, expiry_record_id,
             settle_hash, settle_answer)
 WHERE r.org_id = $1 AND r.id = ANY($2::uuid[]) AND r.id BETWEEN $12::uuid AND $13::uuid AND r.id = u.id AND r.state = u.old_state
