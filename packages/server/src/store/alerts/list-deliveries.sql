SELECT d.*, c.name AS channel_name,
       ARRAY(SELECT n.alert_id::text FROM delivery_alerts n
              WHERE n.org_id = d.org_id AND n.delivery_id = d.id ORDER BY n.alert_id) AS alert_ids
  FROM deliveries d JOIN channels c ON c.org_id = d.org_id AND c.id = d.channel_id
 WHERE d.org_id = $1 AND ($2::uuid IS NULL OR d.id < $2) AND ($3::text IS NULL OR d.state = $3)
   AND ($4::text IS NULL OR c.name = $4 OR c.id::text = $4)
   AND ($5::uuid IS NULL OR EXISTS (
     SELECT 1 FROM delivery_alerts n WHERE n.org_id = d.org_id AND n.delivery_id = d.id AND n.alert_id = $5))
 ORDER BY d.id DESC LIMIT $6
