SELECT id, subject, attempts, received_at, processed_at FROM stripe_events WHERE id = $1
