INSERT INTO reservations
  (org_id, id, agent, workflow, connection, user_id, team, provider, model, run, run_path, amount_nano_usd, tokens,
   created_at, expires_at, on_expiry, origin, wallet_held, state, closed_at, cost_nano_usd, expiry_record_id,
   settle_hash, settle_answer)
SELECT $1, r.id, r.agent, r.workflow, r.connection, r.user_id, r.team, r.provider, r.model, r.run,
       string_to_array(r.run_path, ' '), r.amount_nano_usd, r.tokens, r.created_at, r.expires_at, r.on_expiry, r.origin,
       r.wallet_held, r.state, r.closed_at, r.cost_nano_usd, r.expiry_record_id, r.settle_hash, r.settle_answer
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::timestamptz[], $15::timestamptz[],
              $16::text[], $17::text[], $18::boolean[], $19::text[], $20::timestamptz[], $21::bigint[], $22::uuid[],
              $23::text[], $24::text[])
       AS r (id, agent, workflow, connection, user_id, team, provider, model, run, run_path, amount_nano_usd, tokens,
             created_at, expires_at, on_expiry, origin, wallet_held, state, closed_at, cost_nano_usd,
             expiry_record_id, settle_hash, settle_answer)
