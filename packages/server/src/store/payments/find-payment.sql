SELECT * FROM payments WHERE org_id = $1 AND id = $2
