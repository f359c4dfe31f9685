SELECT * FROM alerts WHERE org_id = $1 AND id = $2
