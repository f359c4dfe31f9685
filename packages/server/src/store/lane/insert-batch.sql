INSERT INTO batches (org_id, last_seq, first_seq, time, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6)
