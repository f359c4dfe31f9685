SELECT last_record_id FROM followers WHERE org_id = $1 AND name = 'rollups'
