UPDATE alert_outbox o SET due_at = n.due_at
  FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS n (alert_id, event, due_at)
 WHERE o.org_id = $1 AND o.alert_id = n.alert_id AND o.event = n.event
