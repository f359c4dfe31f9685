SELECT name FROM channels WHERE org_id = $1 AND name = ANY ($2::text[])
