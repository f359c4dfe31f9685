SELECT o.alert_id, o.event, o.due_at, a.state AS alert_state, a.snoozed_until
  FROM alert_outbox o LEFT JOIN alerts a ON a.org_id = o.org_id AND a.id = o.alert_id
 WHERE o.org_id = $1 AND o.due_at <= $2::timestamptz ORDER BY o.due_at, o.alert_id LIMIT 2000
 FOR UPDATE OF o SKIP LOCKED
