SELECT d.*,
       EXISTS (SELECT 1 FROM deliveries e
                WHERE e.org_id = d.org_id AND e.channel_id = d.channel_id AND e.order_key = d.order_key
                  AND e.state = 'pending' AND e.id < d.id) AS is_behind,
       ARRAY(SELECT n.alert_id::text FROM delivery_alerts n
              WHERE n.org_id = d.org_id AND n.delivery_id = d.id ORDER BY n.alert_id) AS alert_ids
  FROM deliveries d WHERE d.org_id = $1 AND d.id = $2
