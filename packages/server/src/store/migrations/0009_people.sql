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
