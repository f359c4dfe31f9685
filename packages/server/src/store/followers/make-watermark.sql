INSERT INTO followers (org_id, name, last_record_id, seq, updated_at)
VALUES ($1, $2, '00000000-0000-0000-0000-000000000000', 0, $3)
ON CONFLICT DO NOTHING
