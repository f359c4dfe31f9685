-- What should have been tried by now, and is not being tried: the worker that had the job is gone, or never got it.
SELECT l.org_id, d.id
  FROM org_lanes l
  CROSS JOIN LATERAL (
    SELECT p.id FROM deliveries p
     WHERE p.org_id = l.org_id AND p.state = 'pending'
       AND greatest(p.next_at, p.claimed_until) < coalesce($1::timestamptz, clock_timestamp()) - interval '5 seconds'
       AND NOT EXISTS (SELECT 1 FROM deliveries e
                        WHERE e.org_id = p.org_id AND e.channel_id = p.channel_id AND e.order_key = p.order_key
                          AND e.state = 'pending' AND e.id < p.id)
     ORDER BY p.id LIMIT 100) d
