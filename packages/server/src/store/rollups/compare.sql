-- The slots whose sums are not those of the records up to the watermark, either way round.
WITH expected AS (
  SELECT f.org_id, s.minutes AS span_minutes,
         date_bin(make_interval(mins => s.minutes), f.time, timestamptz '0001-01-01 00:00:00+00') AS slot,
         f.agent, f.team, f.workflow, f.connection, f.user_id, f.provider, f.model, f.type, f.outcome,
         sum(f.cost_nano_usd)::bigint AS cost_nano_usd, sum(f.requests)::bigint,
         sum(f.input_uncached)::bigint, sum(f.cache_read)::bigint, sum(f.cache_write_5m)::bigint,
         sum(f.cache_write_1h)::bigint, sum(f.output)::bigint, sum(f.reasoning)::bigint,
         sum(f.audio_input)::bigint, sum(f.audio_output)::bigint, sum(f.image_input)::bigint,
         sum(f.image_output)::bigint, sum(f.records)::bigint AS records, sum(f.estimated_nano_usd)::bigint,
         sum(f.unpriced_records)::bigint, sum(f.late_records)::bigint
    FROM usage_facts f CROSS JOIN (VALUES (15), (240), (1440)) AS s (minutes)
   WHERE f.org_id = $1 AND f.id <= $2
   GROUP BY f.org_id, s.minutes, slot, f.agent, f.team, f.workflow, f.connection, f.user_id, f.provider, f.model,
            f.type, f.outcome),
missing AS (SELECT * FROM expected EXCEPT SELECT * FROM usage_rollups WHERE org_id = $1),
wrong AS (SELECT * FROM usage_rollups WHERE org_id = $1 EXCEPT SELECT * FROM expected)
SELECT span_minutes || ' minutes from ' || slot || ' of ' ||
       concat_ws(' ', agent, team, workflow, connection, user_id, provider, model, type, outcome) AS subject,
       coalesce(m.records || ' records, ' || m.cost_nano_usd || ' nano-USD', 'nothing') AS expected,
       coalesce(w.records || ' records, ' || w.cost_nano_usd || ' nano-USD', 'nothing') AS actual
  FROM missing m
  FULL JOIN wrong w
 USING (span_minutes, slot, agent, team, workflow, connection, user_id, provider, model, type, outcome)
 ORDER BY 1
 LIMIT 1000
