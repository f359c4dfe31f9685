UPDATE channels SET disabled_at = $3, disabled_reason = $4 WHERE org_id = $1 AND id = $2 AND disabled_at IS NULL
