-- Those that failed least go first: one that can never be processed must not stand in the way of the others.
SELECT id, subject, attempts, received_at, processed_at FROM stripe_events
 WHERE processed_at IS NULL AND received_at <= $1 ORDER BY attempts, received_at LIMIT 50
