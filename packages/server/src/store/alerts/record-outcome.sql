UPDATE deliveries
   SET state = $3, next_at = coalesce($4, next_at), claimed_until = NULL, last_status = $5, last_error = $6,
       delivered_at = $7
 WHERE org_id = $1 AND id = $2 AND state = 'pending'
