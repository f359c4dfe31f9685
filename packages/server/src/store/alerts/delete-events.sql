DELETE FROM alert_outbox o USING unnest($2::uuid[], $3::text[]) AS n (alert_id, event)
 WHERE o.org_id = $1 AND o.alert_id = n.alert_id AND o.event = n.event
