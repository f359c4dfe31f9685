SELECT count(*) AS count FROM usage_rollups WHERE org_id = $1
