INSERT INTO alert_outbox (org_id, alert_id, event, due_at)
SELECT $1, id, $3, $4 FROM unnest($2::uuid[]) AS id
ON CONFLICT (org_id, alert_id, event) DO UPDATE SET due_at = excluded.due_at
