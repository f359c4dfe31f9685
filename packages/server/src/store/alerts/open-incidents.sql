-- Incidents that were opened for these alerts, all of whose alerts are resolved by now, and that nobody closed yet.
SELECT DISTINCT ON (d.channel_id, d.incident) d.id, d.channel_id, d.incident, d.type, d.order_key,
       ARRAY(SELECT n.alert_id::text FROM delivery_alerts n WHERE n.org_id = d.org_id AND n.delivery_id = d.id
              ORDER BY n.alert_id) AS alert_ids
  FROM delivery_alerts x
  JOIN deliveries d ON d.org_id = x.org_id AND d.id = x.delivery_id
  JOIN channels c ON c.org_id = d.org_id AND c.id = d.channel_id
 WHERE x.org_id = $1 AND x.alert_id = ANY ($2::uuid[]) AND d.event <> 'resolved' AND c.kind = 'pagerduty'
   AND c.disabled_at IS NULL
   AND NOT EXISTS (
     SELECT 1 FROM delivery_alerts n JOIN alerts a ON a.org_id = n.org_id AND a.id = n.alert_id
      WHERE n.org_id = d.org_id AND n.delivery_id = d.id AND a.state <> 'resolved')
   AND NOT EXISTS (
     SELECT 1 FROM delivery_alerts n JOIN deliveries r ON r.org_id = n.org_id AND r.id = n.delivery_id
      WHERE n.org_id = d.org_id AND n.alert_id = x.alert_id AND r.event = 'resolved'
        AND r.channel_id = d.channel_id AND r.incident = d.incident AND r.id > d.id)
 ORDER BY d.channel_id, d.incident, d.id DESC
