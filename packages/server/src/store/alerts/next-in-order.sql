SELECT id, next_at FROM deliveries
 WHERE org_id = $1 AND channel_id = $2 AND order_key = $3 AND state = 'pending' ORDER BY id LIMIT 1
