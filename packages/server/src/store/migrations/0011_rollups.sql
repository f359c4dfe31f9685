-- Usage records as reports count them. A label that is absent is empty. A correction counts under the type of what it
-- corrects, and takes back from what was estimated or unpriced what is now known. The look at the corrected record is a
-- subquery with a limit, so that it is made for corrections only.
CREATE VIEW usage_facts AS
SELECT u.org_id, u.id, u.time, u.run,
       u.agent, coalesce(u.team, '') AS team, coalesce(u.workflow, '') AS workflow,
       coalesce(u.connection, '') AS connection, coalesce(u.user_id, '') AS user_id,
       coalesce(u.provider, '') AS provider, coalesce(u.model, '') AS model,
       coalesce(c.type, u.type) AS type,
       CASE WHEN u.type = 'correction' THEN 'correction'
            WHEN u.cost_nano_usd IS NULL THEN 'unpriced'
            WHEN u.estimated THEN 'estimated'
            ELSE 'exact' END AS outcome,
       coalesce(u.cost_nano_usd, 0) AS cost_nano_usd,
       u.requests::bigint AS requests,
       coalesce(u.input_uncached, 0) AS input_uncached,
       coalesce(u.cache_read, 0) AS cache_read,
       coalesce(u.cache_write_5m, 0) AS cache_write_5m,
       coalesce(u.cache_write_1h, 0) AS cache_write_1h,
       coalesce(u.output, 0) AS output,
       coalesce(u.reasoning, 0) AS reasoning,
       coalesce(u.audio_input, 0) AS audio_input,
       coalesce(u.audio_output, 0) AS audio_output,
       coalesce(u.image_input, 0) AS image_input,
       coalesce(u.image_output, 0) AS image_output,
       1::bigint AS records,
       CASE WHEN u.cost_nano_usd IS NULL THEN 0
            WHEN u.estimated THEN u.cost_nano_usd
            ELSE -coalesce(c.cost_nano_usd, 0) END AS estimated_nano_usd,
       CASE WHEN u.type <> 'correction' THEN (u.cost_nano_usd IS NULL)::integer::bigint
            ELSE -(c.type IS NOT NULL AND c.cost_nano_usd IS NULL AND u.cost_nano_usd IS NOT NULL)::integer::bigint
            END AS unpriced_records,
       u.late::integer::bigint AS late_records
  FROM usage_records u
  LEFT JOIN LATERAL (
    SELECT e.type, e.cost_nano_usd FROM usage_records e
     WHERE u.type = 'correction' AND e.org_id = u.org_id AND e.id = u.correction_of
     LIMIT 1) c ON true;

-- Sums of usage_facts by slots of 15 minutes, four hours and a day (span_minutes), in UTC, for the records up to the
-- watermark of the follower "rollups". A slot is of the time of use, so what comes late lands where it belongs. Every
-- span holds everything: a report reads the widest slots that fit into its period.
CREATE TABLE usage_rollups (
  org_id uuid NOT NULL,
  span_minutes integer NOT NULL CHECK (span_minutes IN (15, 240, 1440)),
  slot timestamptz NOT NULL,
  agent text NOT NULL,
  team text NOT NULL,
  workflow text NOT NULL,
  connection text NOT NULL,
  user_id text NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  type text NOT NULL,
  outcome text NOT NULL,
  cost_nano_usd bigint NOT NULL,
  requests bigint NOT NULL,
  input_uncached bigint NOT NULL,
  cache_read bigint NOT NULL,
  cache_write_5m bigint NOT NULL,
  cache_write_1h bigint NOT NULL,
  output bigint NOT NULL,
  reasoning bigint NOT NULL,
  audio_input bigint NOT NULL,
  audio_output bigint NOT NULL,
  image_input bigint NOT NULL,
  image_output bigint NOT NULL,
  records bigint NOT NULL,
  estimated_nano_usd bigint NOT NULL,
  unpriced_records bigint NOT NULL,
  late_records bigint NOT NULL,
  PRIMARY KEY (org_id, span_minutes, slot, agent, team, workflow, connection, user_id, provider, model, type, outcome)
) WITH (fillfactor = 70);
