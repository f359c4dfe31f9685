UPDATE followers SET last_record_id = $3, seq = $4, updated_at = $5 WHERE org_id = $1 AND name = $2
