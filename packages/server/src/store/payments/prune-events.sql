-- Handled events that are old, some at a time. Nothing refers to them: one that came again would only be looked at again.
DELETE FROM stripe_events
 WHERE id IN (SELECT id FROM stripe_events WHERE processed_at < $1 LIMIT 5000)
