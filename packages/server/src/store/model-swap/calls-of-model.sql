-- What a model was used for between $2 and $3: $4 its provider, $5 the model, $6 the agent, null for all. Records come as
-- they lie: each is rated by itself, since a price may depend on the length of one prompt.
SELECT round(date_part('epoch', u.time) * 1000) AS time, u.cost_nano_usd, u.service_tier, u.requests, u.tokens,
       u.input_uncached, u.cache_read, u.cache_write_5m, u.cache_write_1h, u.output, u.reasoning,
       u.audio_input, u.audio_output, u.image_input, u.image_output
  FROM usage_records u
 WHERE u.org_id = $1 AND u.time >= $2 AND u.time < $3 AND u.provider = $4 AND u.model = $5
   AND ($6::text IS NULL OR u.agent = $6)
