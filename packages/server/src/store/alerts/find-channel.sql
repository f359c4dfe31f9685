SELECT * FROM channels WHERE org_id = $1 AND (id::text = $2 OR name = $2)
