INSERT INTO usage_records
  (org_id, id, seq, type, reservation_id, correction_of, source, source_id, time, budget_time, recorded_at,
   agent, workflow, connection, user_id, team, provider, model, run,
   input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning,
   audio_input, audio_output, image_input, image_output,
   tokens, requests, tool, quantity, service_tier, provider_request_id, cost_nano_usd, price_version,
   estimated, late, overage, prepaid, fingerprint)
SELECT $1, u.*
  FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
              $9::timestamptz[], $10::timestamptz[], $11::timestamptz[],
              $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
              $20::bigint[], $21::bigint[], $22::bigint[], $23::bigint[], $24::bigint[], $25::bigint[],
              $26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[],
              $30::bigint[], $31::integer[], $32::text[], $33::text[], $34::text[], $35::text[], $36::bigint[], $37::text[],
              $38::boolean[], $39::boolean[], $40::boolean[], $41::boolean[], $42::text[]) AS u
