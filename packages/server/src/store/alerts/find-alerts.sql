SELECT * FROM alerts WHERE org_id = $1 AND id = ANY ($2::uuid[]) ORDER BY time, id
