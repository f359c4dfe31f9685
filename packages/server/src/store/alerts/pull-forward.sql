-- What waits to be tried again is due now: first of each order only, the others follow it.
UPDATE deliveries d SET next_at = $3
 WHERE d.org_id = $1 AND d.channel_id = $2 AND d.state = 'pending' AND d.next_at > $3 AND d.claimed_until IS NULL
   AND NOT EXISTS (SELECT 1 FROM deliveries e
                    WHERE e.org_id = d.org_id AND e.channel_id = d.channel_id AND e.order_key = d.order_key
                      AND e.state = 'pending' AND e.id < d.id)
RETURNING id
