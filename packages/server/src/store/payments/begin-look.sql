UPDATE payments SET look = look + 1, looked_at = $3 WHERE org_id = $1 AND id = $2 RETURNING *
