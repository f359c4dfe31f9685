-- Usage records of a fleet, made where they are stored: numbers $3 up to $4 of $2 records, spread evenly over the
-- $5 days after $6. A hundred agents, of which a quarter works in any block of two hours, each on one connection of the
-- 20 and one model of the 10 for the whole block; one call in ten goes to a second model, one in thirty uses a tool,
-- one in a hundred has no price, one in two hundred is an estimate. Everything is a function of the number, so that
-- the same parameters make the same records.
INSERT INTO usage_records (
  org_id, id, seq, type, time, budget_time, recorded_at, agent, workflow, connection, user_id, team, provider, model, run,
  input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, image_input,
  image_output, tokens, requests, tool, quantity, cost_nano_usd, price_version, estimated, late, overage, prepaid)
SELECT $1::uuid,
       (lpad(to_hex(ms), 12, '0') || '7000' || to_hex(-9223372036854775808 | (n << 26)))::uuid,
       n, CASE WHEN is_tool THEN 'tool' ELSE 'model_call' END, at, at, at,
       'agent-' || agent, 'workflow-' || agent % 12, 'connection-' || connection,
       CASE WHEN agent % 3 = 0 THEN 'user-' || n % 5 END, CASE WHEN agent % 10 <> 9 THEN 'team-' || agent % 8 END,
       CASE WHEN NOT is_tool THEN (ARRAY['openai', 'anthropic', 'google'])[model % 3 + 1] END,
       CASE WHEN NOT is_tool THEN 'model-' || model END,
       'run-' || agent || '-' || n / 1250,
       CASE WHEN NOT is_tool THEN 200 + n % 4000 END, CASE WHEN NOT is_tool THEN n % 1500 END,
       CASE WHEN NOT is_tool THEN n % 300 END, CASE WHEN NOT is_tool THEN 0 END,
       CASE WHEN NOT is_tool THEN 20 + n % 900 END, CASE WHEN NOT is_tool THEN n % 20 END,
       CASE WHEN NOT is_tool THEN 0 END, CASE WHEN NOT is_tool THEN 0 END,
       CASE WHEN NOT is_tool THEN 0 END, CASE WHEN NOT is_tool THEN 0 END,
       CASE WHEN is_tool THEN 0 ELSE 220 + n % 4000 + n % 1500 + n % 300 + n % 900 END,
       CASE WHEN is_tool THEN 0 ELSE 1 END, CASE WHEN is_tool THEN 'search' END, CASE WHEN is_tool THEN '1' END,
       CASE WHEN n % 100 <> 7 THEN 100000 + n * 7919 % 40000000 END, 'bench', n % 200 = 11, false, false, false
  FROM (SELECT n, at, ms, agent, n % 30 = 13 AS is_tool, (agent * 7 + block % 2) % 20 AS connection,
               (agent * 3 + block % 3 + CASE WHEN n % 10 = 3 THEN 1 ELSE 0 END) % 10 AS model
          FROM (SELECT n, ms, to_timestamp(ms / 1000.0) AS at, ms / 7200000 AS block,
                       (n * 7919 % 25) * 4 + ms / 7200000 % 4 AS agent
                  FROM (SELECT n, (extract(epoch FROM $6::timestamptz) * 1000)::bigint + n * $5::bigint * 86400000 / $2::bigint AS ms
                          FROM generate_series($3::bigint, $4::bigint) AS n) AS timed) AS placed) AS called
