-- The schema as all migrations leave it; a test proves it equal to them.

-- The ledger. org_id leads every primary key, unique key and foreign key, so that the tables distribute by it; ids and
-- times are parameters, order comes from the org's own seq, money is nano-USD in bigint.

-- Small shared tables: the same on every shard.

CREATE TABLE orgs (
  org_id uuid PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

-- Finds the org of a presented key; the key itself is never stored.
CREATE TABLE key_directory (
  key_hash bytea PRIMARY KEY,
  org_id uuid NOT NULL,
  key_id uuid NOT NULL
);

-- Each version of the shipped price book that ever priced a charge, whole, so that the charge can be rated again.
CREATE TABLE price_books (
  version text PRIMARY KEY,
  book jsonb NOT NULL,
  created_at timestamptz NOT NULL
);

-- The one row that every change of an org locks. seq counts effective commands; config_version counts changes of what
-- a node may cache (budgets, prices, the registry's properties); last_batch names the batch that last committed, so
-- that a node whose COMMIT went unanswered can learn what became of it. It holds the wallet too, which nearly every
-- prepaid command changes along with seq.
CREATE TABLE org_lanes (
  org_id uuid PRIMARY KEY REFERENCES orgs,
  seq bigint NOT NULL DEFAULT 0,
  last_time timestamptz NOT NULL,
  config_version bigint NOT NULL DEFAULT 0,
  last_batch uuid,
  head_hash bytea NOT NULL,
  wallet_mode text NOT NULL DEFAULT 'postpaid' CHECK (wallet_mode IN ('postpaid', 'prepaid', 'overdraft')),
  wallet_balance bigint NOT NULL DEFAULT 0,
  wallet_reserved bigint NOT NULL DEFAULT 0 CHECK (wallet_reserved >= 0),
  wallet_overdraft bigint NOT NULL DEFAULT 0 CHECK (wallet_overdraft >= 0),
  wallet_low_balance bigint CHECK (wallet_low_balance > 0),
  wallet_low_runway_days integer CHECK (wallet_low_runway_days BETWEEN 1 AND 365),
  wallet_low_runway_since timestamptz,
  -- The first purchase has been made: no other one changes the mode.
  wallet_purchased boolean NOT NULL DEFAULT false,
  -- A payment is disputed and its debt not paid: nothing is admitted, whatever the mode.
  wallet_frozen boolean NOT NULL DEFAULT false,
  -- Entries up to here were made before there were lots: no draws stand behind them.
  lots_from_seq bigint NOT NULL DEFAULT 0,
  CONSTRAINT org_lanes_frozen_in_debt CHECK (NOT wallet_frozen OR wallet_balance < 0)
) WITH (fillfactor = 50);

CREATE TABLE api_keys (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('admin', 'service', 'agent')),
  operator boolean NOT NULL DEFAULT false,
  agent text,
  pins jsonb NOT NULL DEFAULT '{}',
  prefix text NOT NULL,
  key_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (org_id, id),
  CHECK ((kind = 'agent') = (agent IS NOT NULL))
);

-- Agents, workflows, connections, users and teams, made on first use. `id` is the label that callers send.
CREATE TABLE registry (
  org_id uuid NOT NULL REFERENCES orgs,
  kind text NOT NULL CHECK (kind IN ('agent', 'workflow', 'connection', 'user', 'team')),
  id text NOT NULL,
  name text NOT NULL,
  team text,
  paused_at timestamptz,
  created_at timestamptz NOT NULL,
  -- What the gateway lets an agent ask of a model; null for no rule.
  policy jsonb,
  -- A pause by a budget ends by itself; paused_restriction names it. Who paused an agent and why stands beside.
  paused_until timestamptz,
  paused_by text,
  paused_reason text,
  paused_restriction uuid,
  -- The alert that an agent was paused for.
  paused_alert uuid,
  PRIMARY KEY (org_id, kind, id),
  CHECK (kind = 'agent' OR (team IS NULL AND paused_at IS NULL)),
  CONSTRAINT registry_policy_of_agents CHECK (kind = 'agent' OR policy IS NULL),
  CONSTRAINT registry_pause CHECK (paused_at IS NOT NULL OR (paused_until IS NULL AND paused_by IS NULL
    AND paused_reason IS NULL AND paused_restriction IS NULL AND paused_alert IS NULL))
);

-- Accounts at providers that the gateway spends through. The credential is sealed together with the org, the id and the
-- origin of base_url: in another row, or for another host, it does not open. policy null is no rule.
CREATE TABLE connections (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  name text NOT NULL,
  provider text NOT NULL CHECK (provider IN ('openai', 'anthropic', 'gemini', 'openai-compatible')),
  base_url text NOT NULL,
  credential bytea,
  credential_hint text CHECK (length(credential_hint) <= 4),
  price_provider text,
  connect_ms integer NOT NULL CHECK (connect_ms BETWEEN 1 AND 86400000),
  first_byte_ms integer NOT NULL CHECK (first_byte_ms BETWEEN 1 AND 86400000),
  idle_ms integer NOT NULL CHECK (idle_ms BETWEEN 1 AND 86400000),
  total_ms integer NOT NULL CHECK (total_ms BETWEEN 1 AND 86400000),
  policy jsonb,
  origin text NOT NULL CHECK (origin IN ('api', 'environment')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name),
  CONSTRAINT connections_credential_and_hint CHECK ((credential IS NULL) = (credential_hint IS NULL)),
  CONSTRAINT connections_keyless_are_compatible CHECK (credential IS NOT NULL OR provider = 'openai-compatible'),
  CONSTRAINT connections_price_provider CHECK ((provider = 'openai-compatible') = (price_provider IS NOT NULL))
);

-- What was made on first use in a UTC day, against the org's caps.
CREATE TABLE creation_counts (
  org_id uuid NOT NULL REFERENCES orgs,
  day integer NOT NULL,
  kind text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (org_id, day, kind)
);

CREATE TABLE runs (
  org_id uuid NOT NULL REFERENCES orgs,
  id text NOT NULL,
  agent text NOT NULL,
  workflow text,
  parent text,
  path text[] NOT NULL,
  limit_nano_usd bigint CHECK (limit_nano_usd >= 0),
  status text CHECK (status IN ('succeeded', 'failed', 'cancelled')),
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id)
) WITH (fillfactor = 80);

-- A run knows its parent; this finds its children. The parent never changes.
CREATE INDEX runs_by_parent ON runs (org_id, parent) WHERE parent IS NOT NULL;

-- Lists of runs, newest first. When a run was made never changes, so its row is still updated in place.
CREATE INDEX runs_by_time ON runs (org_id, created_at, id);

CREATE TABLE budgets (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  name text NOT NULL,
  owner text,
  per text NOT NULL CHECK (per IN ('org', 'team', 'agent', 'workflow', 'connection', 'user', 'model', 'run')),
  match jsonb NOT NULL DEFAULT '{}',
  "window" text NOT NULL CHECK ("window" IN ('run', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'lifetime')),
  timezone text NOT NULL,
  unit text NOT NULL CHECK (unit IN ('usd', 'tokens', 'requests', 'concurrent')),
  limit_amount bigint NOT NULL CHECK (limit_amount >= 0),
  limit_version integer NOT NULL DEFAULT 1,
  enforcement text NOT NULL CHECK (enforcement IN ('hard', 'soft')),
  allow_free boolean NOT NULL DEFAULT false,
  thresholds_ppm integer[] NOT NULL DEFAULT '{}',
  notify text[] NOT NULL DEFAULT '{}',
  counts_from timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  -- The part of a hard limit in USD that is kept for a last call, in millionths; null for none.
  wind_down_ppm integer CHECK (wind_down_ppm BETWEEN 1 AND 500000),
  -- What it does at a share of its limit.
  actions jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name),
  CHECK ((per = 'run') = ("window" = 'run')),
  CONSTRAINT budgets_wind_down_of_hard_usd CHECK (wind_down_ppm IS NULL OR (unit = 'usd' AND enforcement = 'hard'))
);

-- A budget's state for one subject and one window; a run's own cap has the nil budget. Half of each page stays free,
-- so that updates are heap-only: no index holds a figure.
CREATE TABLE counters (
  org_id uuid NOT NULL,
  budget_id uuid NOT NULL,
  subject text NOT NULL,
  window_start timestamptz NOT NULL,
  window_end timestamptz,
  spent bigint NOT NULL,
  reserved bigint NOT NULL CHECK (reserved >= 0),
  -- The reservation of the last call that took the allowance; null while nobody did.
  wound_down_by uuid,
  -- What it has brought about under one version of its limit, with the calls of a throttled minute.
  restraint jsonb,
  PRIMARY KEY (org_id, budget_id, subject, window_start)
) WITH (fillfactor = 50);

-- Times of UUIDv7 ids partition what grows. A reservation is updated when it closes; nothing that changes is indexed.
CREATE TABLE reservations (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  agent text NOT NULL,
  workflow text,
  connection text,
  user_id text,
  team text,
  provider text,
  model text,
  run text NOT NULL,
  run_path text[],
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd >= 0),
  tokens bigint,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  on_expiry text NOT NULL CHECK (on_expiry IN ('release', 'charge')),
  origin text NOT NULL CHECK (origin IN ('api', 'gateway')),
  wallet_held boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'settled', 'released', 'expired')),
  closed_at timestamptz,
  cost_nano_usd bigint,
  expiry_record_id uuid,
  settle_hash text,
  settle_answer text,
  PRIMARY KEY (org_id, id)
) PARTITION BY RANGE (id);

-- The open reservations and when they expire: a row is here exactly while its reservation is held. Rows come and go
-- with every call, so dead ones are cleared early: the search for what is due would wade through them.
CREATE TABLE open_reservations (
  org_id uuid NOT NULL,
  reservation_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, reservation_id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX open_reservations_by_expiry ON open_reservations (org_id, expires_at);

-- One row for each charge, append-only. Ids order like seq within an org.
CREATE TABLE usage_records (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint NOT NULL,
  type text NOT NULL CHECK (type IN ('model_call', 'embedding', 'tool', 'cost', 'correction')),
  reservation_id uuid,
  correction_of uuid,
  source text,
  source_id text,
  time timestamptz NOT NULL,
  budget_time timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  agent text NOT NULL,
  workflow text,
  connection text,
  user_id text,
  team text,
  provider text,
  model text,
  run text NOT NULL,
  input_uncached bigint,
  cache_read bigint,
  cache_write_5m bigint,
  cache_write_1h bigint,
  output bigint,
  reasoning bigint,
  audio_input bigint,
  audio_output bigint,
  image_input bigint,
  image_output bigint,
  tokens bigint NOT NULL,
  requests integer NOT NULL,
  tool text,
  quantity text,
  service_tier text,
  provider_request_id text,
  cost_nano_usd bigint,
  price_version text,
  estimated boolean NOT NULL,
  late boolean NOT NULL,
  overage boolean NOT NULL,
  prepaid boolean NOT NULL,
  -- Which request it was, where the gateway saw it: the same text for the same request.
  fingerprint text,
  PRIMARY KEY (org_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX usage_records_by_run ON usage_records (org_id, run, id);
CREATE INDEX usage_records_by_time ON usage_records (org_id, time);
-- A charge's entry has the id of its usage record: the history of an agent or a model is read from these.
CREATE INDEX usage_records_by_agent ON usage_records (org_id, agent, id);
CREATE INDEX usage_records_by_model ON usage_records (org_id, model, id);

-- One signed, append-only change of a wallet, with the balance after it.
CREATE TABLE ledger_entries (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('top_up', 'charge', 'correction',
    'grant', 'refund', 'adjustment', 'write_off', 'claw_back', 'reinstatement', 'expiry')),
  amount_nano_usd bigint NOT NULL,
  balance_nano_usd bigint NOT NULL,
  time timestamptz NOT NULL,
  usage_record_id uuid,
  reservation_id uuid,
  reference text,
  reason text,
  PRIMARY KEY (org_id, id)
) PARTITION BY RANGE (id);

-- What no usage brought about is rare among the charges, and is summed and listed by itself.
CREATE INDEX ledger_entries_by_kind ON ledger_entries (org_id, kind, id) WHERE kind <> 'charge';

-- Append-only. A lot has the id of the entry that brought its credit. What is left of it is amount - drawn_before - the
-- sum of its draws. Lots of seq 0 are older than lots: drawn_before is what had been drawn by then.
CREATE TABLE lots (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint NOT NULL,
  source text NOT NULL CHECK (source IN ('purchase', 'grant', 'promotion', 'reinstatement', 'adjustment')),
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 1000),
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd > 0),
  drawn_before bigint NOT NULL DEFAULT 0 CHECK (drawn_before BETWEEN 0 AND amount_nano_usd),
  expires_at timestamptz,
  reference text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT lots_drawn_before_there_were_lots CHECK (seq = 0 OR drawn_before = 0)
);

-- What is left of each lot that has anything left; a row goes when its lot is used up. No index holds the figure.
CREATE TABLE open_lots (
  org_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  remaining_nano_usd bigint NOT NULL CHECK (remaining_nano_usd > 0),
  expires_at timestamptz,
  PRIMARY KEY (org_id, lot_id)
) WITH (fillfactor = 50);

CREATE INDEX open_lots_by_expiry ON open_lots (org_id, expires_at) WHERE expires_at IS NOT NULL;

-- Append-only: what an entry took from a lot; negative where it gave back.
CREATE TABLE lot_draws (
  org_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  seq bigint NOT NULL,
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd <> 0),
  PRIMARY KEY (org_id, entry_id, lot_id)
) PARTITION BY RANGE (entry_id);

-- The hash chain: one link for each batch that appended usage records or ledger entries.
CREATE TABLE batches (
  org_id uuid NOT NULL,
  last_seq bigint NOT NULL,
  first_seq bigint NOT NULL,
  time timestamptz NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (org_id, last_seq)
);

-- The head of an org's chain at a moment, signed. What counts is the copy that is kept elsewhere; these are for the list.
-- A checkpoint of every day has its day, once for each; one that was asked for has none.
CREATE TABLE checkpoints (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint NOT NULL,
  head_hash bytea NOT NULL,
  balance_nano_usd bigint NOT NULL,
  time timestamptz NOT NULL,
  day date,
  note text NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, day)
);

-- Uniqueness across time, which partitions cannot give, has small tables of its own.

CREATE TABLE idempotency_keys (
  org_id uuid NOT NULL,
  operation text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status smallint NOT NULL,
  body bytea NOT NULL,
  sealed boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, operation, key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (org_id, created_at);

CREATE TABLE reported_usage (
  org_id uuid NOT NULL,
  source text NOT NULL,
  source_id text NOT NULL,
  request_hash text NOT NULL,
  answer text NOT NULL,
  PRIMARY KEY (org_id, source, source_id)
);

-- What a credit command was first used for: its own name, and the reference that the caller gave it.
CREATE TABLE credit_references (
  org_id uuid NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  request_hash text NOT NULL,
  answer text NOT NULL,
  entry_id uuid NOT NULL,
  PRIMARY KEY (org_id, kind, reference)
);

-- Append-only: the newest that is in force at a charge's time wins.
CREATE TABLE price_overrides (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  effective_from timestamptz NOT NULL,
  price jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE ceiling_prices (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  price jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id)
);

-- Usage records as reports count them. A label that is absent is empty. A correction counts under the type of what it
-- corrects, and takes back from what was estimated or unpriced what is now known. The corrected record is looked up in
-- subqueries that are run for corrections only: as a join they would cost every record.
CREATE VIEW usage_facts AS
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

-- What each run spent itself, for the records up to the watermark of the follower "rollups". A call without a run is a run
-- of its own, under its reservation's id, and has no row here until another call joins it: there would be one a call.
CREATE TABLE run_sums (
  org_id uuid NOT NULL,
  run text NOT NULL,
  cost_nano_usd bigint NOT NULL,
  requests bigint NOT NULL,
  records bigint NOT NULL,
  unpriced_records bigint NOT NULL,
  PRIMARY KEY (org_id, run)
) WITH (fillfactor = 70);

-- What was refused: counted, never stored one by one. limit_id is nil where no limit was the reason.
CREATE TABLE refusal_counts (
  org_id uuid NOT NULL,
  day date NOT NULL,
  code text NOT NULL,
  agent text NOT NULL,
  limit_id uuid NOT NULL,
  count bigint NOT NULL,
  required_nano_usd bigint NOT NULL,
  PRIMARY KEY (org_id, day, code, agent, limit_id)
);

-- Which models calls were refused for, since nobody knew what they would cost: what somebody should set a price for.
-- Names come from callers, so a day has at most 200 of them; what is beyond is counted in refusal_counts alone.
CREATE TABLE refused_models (
  org_id uuid NOT NULL,
  day date NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (org_id, day, provider, model)
);

-- Final refusals of runs that exist, each kind once: when it was first and last said, how often, and the last problem as
-- the caller was told it. limit_id is nil where no limit was the reason.
CREATE TABLE run_stops (
  org_id uuid NOT NULL,
  run text NOT NULL,
  code text NOT NULL,
  limit_id uuid NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  count bigint NOT NULL,
  told jsonb NOT NULL,
  PRIMARY KEY (org_id, run, code, limit_id)
) WITH (fillfactor = 70);

-- When something is out of character, and what happens then: for the org (agent '') and for agents that differ from it.
-- Null is what the org says, and for the org the default.
CREATE TABLE anomaly_rules (
  org_id uuid NOT NULL REFERENCES orgs,
  agent text NOT NULL,
  enabled boolean,
  factor integer CHECK (factor BETWEEN 2 AND 1000),
  min_charges integer CHECK (min_charges BETWEEN 10 AND 1000),
  min_runs integer CHECK (min_runs BETWEEN 3 AND 100),
  min_amount_nano_usd bigint CHECK (min_amount_nano_usd >= 0),
  loop_requests integer CHECK (loop_requests BETWEEN 3 AND 1000),
  loop_window_seconds integer CHECK (loop_window_seconds BETWEEN 10 AND 3600),
  pause boolean,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, agent)
);

-- What is usual: for an agent as a whole (series ''), for one of its models or tools, for its runs. A follower keeps
-- them; they can be made anew from usage_records. state is the sketches of the charges since `since`, and of as many before.
CREATE TABLE norms (
  org_id uuid NOT NULL,
  agent text NOT NULL,
  series text NOT NULL,
  state bytea NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, agent, series)
);

-- Runs that are under way or were within the hour: what they have cost so far.
CREATE TABLE run_totals (
  org_id uuid NOT NULL,
  agent text NOT NULL,
  run text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  cost_nano_usd bigint NOT NULL,
  PRIMARY KEY (org_id, agent, run)
) WITH (fillfactor = 70);

-- What somebody should know of. Written in the transaction that brings it about; the unique dedupe_key is what makes it
-- fire once. figures are exact: integers as text. Who changed its state is the id of a key, or why it changed by itself.
CREATE TABLE alerts (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('budget_threshold', 'budget_exhausted', 'budget_refused', 'wallet_low',
    'wallet_empty', 'reservation_expired', 'budget_overrun_projected', 'anomaly', 'model_unpriced', 'channel_failing')),
  severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  dedupe_key text NOT NULL,
  budget_id uuid,
  budget_name text,
  owner text,
  agent text,
  team text,
  subject text,
  window_start timestamptz,
  window_end timestamptz,
  limit_version integer,
  threshold_ppm integer,
  time timestamptz NOT NULL,
  figures jsonb NOT NULL,
  notify text[] NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
  snoozed_until timestamptz,
  changed_at timestamptz,
  changed_by text,
  changes integer NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, dedupe_key),
  CONSTRAINT alerts_snoozed_until CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL))
) WITH (fillfactor = 80);

-- Those of a wallet resolve together when credit comes.
CREATE INDEX alerts_by_type ON alerts (org_id, type, id);

-- What is still to be done about an alert, and when: a row goes away in the transaction that makes the deliveries.
CREATE TABLE alert_outbox (
  org_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  event text NOT NULL CHECK (event IN ('raised', 'reminded', 'resolved', 'window_ended')),
  due_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, alert_id, event)
);

CREATE INDEX alert_outbox_by_due ON alert_outbox (org_id, due_at);

-- Append-only: every change of an alert's state, and by whom.
CREATE TABLE alert_changes (
  org_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
  snoozed_until timestamptz,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (org_id, alert_id, number)
);

-- What changed last, for those who watch.
CREATE INDEX alert_changes_by_time ON alert_changes (org_id, changed_at);

-- Where alerts go. Secrets are sealed together with the org, the id and the host that they are for. The rate and the
-- failures in a row change with each attempt; no index holds them.
CREATE TABLE channels (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('webhook', 'slack', 'pagerduty', 'email')),
  settings jsonb NOT NULL,
  secrets bytea NOT NULL,
  routes jsonb NOT NULL DEFAULT '[]',
  rate_limit_per_minute integer NOT NULL CHECK (rate_limit_per_minute BETWEEN 1 AND 6000),
  rate_minute timestamptz,
  rate_used integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name),
  CONSTRAINT channels_disabled_for_a_reason CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
  CONSTRAINT channels_failing_since CHECK ((failures = 0) = (failing_since IS NULL))
) WITH (fillfactor = 50);

-- One message to one channel; its id is the message's id at every attempt. Deliveries of one order_key go one after the
-- other. Only rows that are pending are looked for, and they are few: hence a partial index on what changes.
CREATE TABLE deliveries (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  event text NOT NULL CHECK (event IN ('raised', 'reminded', 'resolved')),
  type text NOT NULL,
  incident text NOT NULL,
  group_key text NOT NULL,
  order_key text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  claimed_until timestamptz,
  last_status integer,
  last_error text,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, channel_id) REFERENCES channels ON DELETE CASCADE,
  CONSTRAINT deliveries_delivered_at CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);

CREATE INDEX deliveries_by_group ON deliveries (org_id, group_key, created_at);
CREATE INDEX deliveries_pending ON deliveries (org_id, channel_id, order_key, id) WHERE state = 'pending';

-- The alerts that a message names.
CREATE TABLE delivery_alerts (
  org_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  PRIMARY KEY (org_id, delivery_id, alert_id),
  FOREIGN KEY (org_id, delivery_id) REFERENCES deliveries ON DELETE CASCADE
);

CREATE INDEX delivery_alerts_by_alert ON delivery_alerts (org_id, alert_id);

-- A payment of credit at Stripe. What stands here beyond the request is what Stripe's own objects said when they were last
-- looked at; the credit itself is in the ledger. `look` counts the times somebody began to look, `seen_look` is the look
-- that the row shows: an earlier look that ends later must not overwrite it.
CREATE TABLE payments (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd > 0),
  reference text,
  idempotency_key text,
  request_hash text NOT NULL,
  success_url text NOT NULL,
  cancel_url text NOT NULL,
  state text NOT NULL CHECK (state IN ('created', 'pending', 'succeeded', 'failed', 'expired', 'partially_refunded',
    'refunded', 'disputed', 'charged_back')),
  session_id text,
  checkout_url text,
  expires_at timestamptz,
  intent_id text,
  receipt_url text,
  received_nano_usd bigint NOT NULL DEFAULT 0 CHECK (received_nano_usd >= 0),
  refunded_nano_usd bigint NOT NULL DEFAULT 0 CHECK (refunded_nano_usd >= 0),
  disputed_nano_usd bigint NOT NULL DEFAULT 0 CHECK (disputed_nano_usd >= 0),
  problem text,
  look bigint NOT NULL DEFAULT 0,
  seen_look bigint NOT NULL DEFAULT 0,
  looked_at timestamptz NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  UNIQUE (org_id, idempotency_key),
  UNIQUE (org_id, intent_id)
);

-- Which payment a change of the wallet belongs to, by the entry's kind and reference; written after the entry.
CREATE TABLE payment_movements (
  org_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('top_up', 'claw_back', 'reinstatement')),
  reference text NOT NULL,
  payment_id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN ('payment', 'refund', 'dispute')),
  amount_nano_usd bigint NOT NULL CHECK (amount_nano_usd > 0),
  booked_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, kind, reference),
  FOREIGN KEY (org_id, payment_id) REFERENCES payments
);

CREATE INDEX payment_movements_by_payment ON payment_movements (org_id, payment_id);

-- Events of the Stripe account, each once. They come for the account and not for an org: whose payment one is about is
-- found out afterwards, and of one that is nobody's there is no org. Their content is not kept, since it is not believed:
-- `subject` is the object to ask Stripe about.
CREATE TABLE stripe_events (
  id text PRIMARY KEY,
  type text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  outcome text CHECK (outcome IN ('booked', 'unknown_payment')),
  org_id uuid,
  payment_id uuid,
  processed_at timestamptz,
  CONSTRAINT stripe_events_processed CHECK ((processed_at IS NULL) = (outcome IS NULL))
);

CREATE INDEX stripe_events_open ON stripe_events (received_at) WHERE processed_at IS NULL;

-- How far each follower has read an org's usage records: those up to last_record_id are in what it keeps. seq is the
-- org's seq up to which that is all there is. One row is locked by whoever takes the follower's next step.
CREATE TABLE followers (
  org_id uuid NOT NULL REFERENCES orgs,
  name text NOT NULL,
  last_record_id uuid NOT NULL,
  seq bigint NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, name)
) WITH (fillfactor = 50);

-- People, who sign in with an email and a password, and what they sign in with.

-- Finds the org of somebody who signs in; a small shared table, the same on every shard.
CREATE TABLE person_directory (
  email text PRIMARY KEY,
  org_id uuid NOT NULL,
  person_id uuid NOT NULL
);

-- Failed attempts to sign in, by the hash of an email or of an address; a small shared table.
CREATE TABLE sign_in_attempts (
  name bytea PRIMARY KEY,
  failures integer NOT NULL CHECK (failures > 0),
  last_at timestamptz NOT NULL
);

CREATE TABLE people (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'billing_admin', 'operator', 'viewer')),
  -- Argon2id, with its parameters and salt, as the PHC string format writes it.
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  password_changed_at timestamptz NOT NULL,
  last_sign_in_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, email)
);

-- Tokens are stored hashed. The token of a session is replaced while it is used; the one before it shows a copy.
CREATE TABLE sessions (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  former_token_hash bytea,
  token_issued_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  user_agent text NOT NULL,
  address text NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, token_hash),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, id) ON DELETE CASCADE
);

CREATE INDEX sessions_by_former_token ON sessions (org_id, former_token_hash) WHERE former_token_hash IS NOT NULL;
CREATE INDEX sessions_by_person ON sessions (org_id, person_id);

-- Links that work once: an invitation makes a person, a password reset changes the password of one.
CREATE TABLE access_links (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invitation', 'password_reset')),
  token_hash bytea NOT NULL,
  -- Null where whoever holds the link may say it.
  email text,
  role text CHECK (role IN ('owner', 'billing_admin', 'operator', 'viewer')),
  person_id uuid,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, token_hash),
  FOREIGN KEY (org_id, person_id) REFERENCES people (org_id, id) ON DELETE CASCADE,
  CONSTRAINT access_links_invite_or_reset CHECK ((kind = 'invitation') = (role IS NOT NULL) AND (kind = 'password_reset') = (person_id IS NOT NULL))
);

-- Who changed what: one row for each change of what an org has configured or ordered, in the transaction of the change.
-- Append-only. before and after hold only what differs, and never a secret.

CREATE TABLE audit_log (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  time timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('key', 'person', 'system')),
  actor_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  target_kind text NOT NULL,
  target_id text NOT NULL,
  target_name text,
  before jsonb,
  after jsonb,
  reason text,
  PRIMARY KEY (org_id, id)
);

-- Actions that were taken, each once for a budget, a version of its limit, a subject and a window. Written with the
-- charge that brings it about; lifted_by is a key or a person, or what ended it: resume, limit, actions, deletion.
CREATE TABLE restrictions (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  budget_id uuid NOT NULL,
  budget_name text NOT NULL,
  limit_version integer NOT NULL,
  subject text NOT NULL,
  window_start timestamptz NOT NULL,
  window_end timestamptz,
  kind text NOT NULL CHECK (kind IN ('throttle', 'pause', 'block')),
  at_ppm integer NOT NULL,
  requests_per_minute integer CHECK (requests_per_minute >= 1),
  agent text,
  taken_at timestamptz NOT NULL,
  lifted_at timestamptz,
  lifted_by text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT restrictions_throttle CHECK ((kind = 'throttle') = (requests_per_minute IS NOT NULL)),
  CONSTRAINT restrictions_pause CHECK ((kind = 'pause') = (agent IS NOT NULL)),
  CONSTRAINT restrictions_lifted CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);

CREATE INDEX restrictions_by_budget ON restrictions (org_id, budget_id);

-- Which node looked last at an org for work that comes round on every node, and needs to be done once.
CREATE TABLE org_rounds (
  org_id uuid NOT NULL REFERENCES orgs,
  work text NOT NULL,
  begun_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, work)
);

-- What policy files said when they were applied: what differs from the last one was changed by hand since.
CREATE TABLE applied_policies (
  org_id uuid NOT NULL REFERENCES orgs,
  id uuid NOT NULL,
  applied_at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  actor_name text NOT NULL,
  reason text,
  facts jsonb NOT NULL,
  PRIMARY KEY (org_id, id)
);
