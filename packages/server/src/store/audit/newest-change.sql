SELECT id FROM audit_log WHERE org_id = $1 ORDER BY id DESC LIMIT 1
