-- Usage records as reports count them. A label that is absent is empty. A correction counts under the type of what it
-- corrects, and takes back from what was estimated or unpriced what is now known. The corrected record is looked up in
-- subqueries that are run for corrections only: as a join they would cost every record.
CREATE OR REPLACE VIEW usage_facts AS
SELECT u.org_id, u.id, u.time, u.run,
       u.agent, coalesce(u.team, '') AS team, coalesce(u.workflow, '') AS workflow,
       coalesce(u.connection, '') AS connection, coalesce(u.user_id, '') AS user_id,
       coalesce(u.provider, '') AS provider, coalesce(u.model, '') AS model,
       CASE WHEN u.type <> 'correction' THEN u.type
            ELSE coalesce((SELECT e.type FROM usage_records e WHERE e.org_id = u.org_id AND e.id = u.correction_of), u.type)
            END AS type,
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
            WHEN u.type <> 'correction' THEN 0
            ELSE -coalesce((SELECT e.cost_nano_usd FROM usage_records e
                             WHERE e.org_id = u.org_id AND e.id = u.correction_of), 0) END AS estimated_nano_usd,
       CASE WHEN u.type <> 'correction' THEN (u.cost_nano_usd IS NULL)::integer::bigint
            WHEN u.cost_nano_usd IS NULL THEN 0
            ELSE -(EXISTS (SELECT FROM usage_records e WHERE e.org_id = u.org_id AND e.id = u.correction_of
                              AND e.cost_nano_usd IS NULL))::integer::bigint END AS unpriced_records,
       u.late::integer::bigint AS late_records
  FROM usage_records u;

-- Which node looked last at an org for work that comes round on every node, and needs to be done once.
CREATE TABLE org_rounds (
  org_id uuid NOT NULL REFERENCES orgs,
  work text NOT NULL,
  begun_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, work)
);
