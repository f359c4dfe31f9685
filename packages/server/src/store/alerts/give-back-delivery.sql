-- The attempt that was cut short counts as none.
UPDATE deliveries SET attempts = greatest(attempts - 1, 0), next_at = $3, claimed_until = NULL
 WHERE org_id = $1 AND id = $2 AND state = 'pending'
