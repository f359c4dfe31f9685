SELECT group_key, max(created_at) AS last_at FROM deliveries
 WHERE org_id = $1 AND group_key = ANY ($2::text[]) AND created_at > $3 GROUP BY group_key
