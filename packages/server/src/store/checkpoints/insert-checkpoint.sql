-- Of several nodes that make the one of a day, one does.
INSERT INTO checkpoints (org_id, id, seq, head_hash, balance_nano_usd, time, day, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org_id, day) DO NOTHING
