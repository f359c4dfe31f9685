-- One node at a time dispatches an org, or two of them would make two messages of one group. Rows of orgs never change,
-- and foreign keys only ask for a weaker lock, so nobody else waits for this one.
SELECT coalesce($2::timestamptz, clock_timestamp()) AS now
  FROM orgs WHERE org_id = $1 FOR NO KEY UPDATE SKIP LOCKED
