SELECT * FROM usage_records WHERE org_id = $1 AND id > $2 AND id <= $3 ORDER BY id
