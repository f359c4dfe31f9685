SELECT d.*, c.name AS channel_name,
       ARRAY(SELECT n.alert_id::text FROM delivery_alerts n
              WHERE n.org_id = d.org_id AND n.delivery_id = d.id ORDER BY n.alert_id) AS alert_ids
  FROM deliveries d JOIN channels c ON c.org_id = d.org_id AND c.id = d.channel_id
 WHERE d.org_id = $1 AND d.id = $2
