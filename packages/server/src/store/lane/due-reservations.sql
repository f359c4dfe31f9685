-- The open reservations of the org whose time is over, earliest first and a bounded number a batch: an expired hold
-- must not stand in the way of the batch that finds it. Index-only on the primary key.
SELECT reservation_id
  FROM open_reservations
 WHERE org_id = $1 AND expires_at <= coalesce($2::timestamptz, statement_timestamp())
 ORDER BY expires_at, reservation_id
 LIMIT $3
