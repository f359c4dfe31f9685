UPDATE channels SET failures = failures + 1, failing_since = coalesce(failing_since, $3)
 WHERE org_id = $1 AND id = $2 RETURNING failures, failing_since
