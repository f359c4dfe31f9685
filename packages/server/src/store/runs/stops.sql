-- What was said to some runs, for good.
SELECT run, code, first_at, last_at, count, told FROM run_stops WHERE org_id = $1 AND run = ANY ($2) ORDER BY run, code, limit_id
