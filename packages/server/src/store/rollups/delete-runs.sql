DELETE FROM run_sums WHERE org_id = $1
