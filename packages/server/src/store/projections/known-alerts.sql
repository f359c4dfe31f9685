SELECT dedupe_key FROM alerts WHERE org_id = $1 AND dedupe_key = ANY ($2::text[])
