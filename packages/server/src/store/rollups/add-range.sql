-- Adds a range of an org's records to its rollups, at every span.
INSERT INTO usage_rollups AS r
SELECT f.org_id, s.minutes,
       date_bin(make_interval(mins => s.minutes), f.time, timestamptz '0001-01-01 00:00:00+00') AS slot,
       f.agent, f.team, f.workflow, f.connection, f.user_id, f.provider, f.model, f.type, f.outcome,
       sum(f.cost_nano_usd)::bigint, sum(f.requests)::bigint,
       sum(f.input_uncached)::bigint, sum(f.cache_read)::bigint, sum(f.cache_write_5m)::bigint,
       sum(f.cache_write_1h)::bigint, sum(f.output)::bigint, sum(f.reasoning)::bigint,
       sum(f.audio_input)::bigint, sum(f.audio_output)::bigint, sum(f.image_input)::bigint,
       sum(f.image_output)::bigint, sum(f.records)::bigint, sum(f.estimated_nano_usd)::bigint,
       sum(f.unpriced_records)::bigint, sum(f.late_records)::bigint
  FROM usage_facts f CROSS JOIN (VALUES (15), (240), (1440)) AS s (minutes)
 WHERE f.org_id = $1 AND f.id > $2 AND f.id <= $3
 GROUP BY f.org_id, s.minutes, slot, f.agent, f.team, f.workflow, f.connection, f.user_id, f.provider, f.model,
          f.type, f.outcome
ON CONFLICT (org_id, span_minutes, slot, agent, team, workflow, connection, user_id, provider, model, type, outcome)
DO UPDATE
   SET cost_nano_usd = r.cost_nano_usd + excluded.cost_nano_usd,
       requests = r.requests + excluded.requests,
       input_uncached = r.input_uncached + excluded.input_uncached,
       cache_read = r.cache_read + excluded.cache_read,
       cache_write_5m = r.cache_write_5m + excluded.cache_write_5m,
       cache_write_1h = r.cache_write_1h + excluded.cache_write_1h,
       output = r.output + excluded.output,
       reasoning = r.reasoning + excluded.reasoning,
       audio_input = r.audio_input + excluded.audio_input,
       audio_output = r.audio_output + excluded.audio_output,
       image_input = r.image_input + excluded.image_input,
       image_output = r.image_output + excluded.image_output,
       records = r.records + excluded.records,
       estimated_nano_usd = r.estimated_nano_usd + excluded.estimated_nano_usd,
       unpriced_records = r.unpriced_records + excluded.unpriced_records,
       late_records = r.late_records + excluded.late_records
