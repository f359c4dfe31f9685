-- An array prunes no partition from a plan that is made once; the least and the greatest of its ids ($3, $4) do.
SELECT id, agent, workflow, connection, user_id, team, provider, model, run, run_path, amount_nano_usd, tokens,
       created_at, expires_at, on_expiry, origin, wallet_held, state, closed_at, cost_nano_usd, expiry_record_id,
       settle_hash, settle_answer
  FROM reservations
 WHERE org_id = $1 AND id = ANY($2::uuid[]) AND id BETWEEN $3::uuid AND $4::uuid
