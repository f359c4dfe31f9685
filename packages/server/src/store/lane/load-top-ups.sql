SELECT reference, request_hash, answer FROM top_ups WHERE org_id = $1 AND reference = ANY($2::text[])
