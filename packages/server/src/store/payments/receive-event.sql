INSERT INTO stripe_events (id, type, subject, created_at, received_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
