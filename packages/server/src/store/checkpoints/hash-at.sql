SELECT hash FROM batches WHERE org_id = $1 AND last_seq <= $2 ORDER BY last_seq DESC LIMIT 1
