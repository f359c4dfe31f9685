-- When somebody last signed in; kept when their sessions are over. Null for who has not since this was kept.
ALTER TABLE people ADD COLUMN last_sign_in_at timestamptz;
