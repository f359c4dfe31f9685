DELETE FROM channels WHERE org_id = $1 AND id = $2
