-- Accounts at providers that the gateway spends through, and what an agent may ask of a model.

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

ALTER TABLE registry
  ADD COLUMN policy jsonb,
  ADD CONSTRAINT registry_policy_of_agents CHECK (kind = 'agent' OR policy IS NULL);
