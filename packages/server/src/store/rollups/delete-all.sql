DELETE FROM usage_rollups WHERE org_id = $1
