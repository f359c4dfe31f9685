UPDATE channels SET failures = 0, failing_since = NULL WHERE org_id = $1 AND id = $2 AND failures > 0
