DELETE FROM connections WHERE org_id = $1 AND name = $2
