-- Orgs in which something about an alert is due: one index probe an org.
SELECT l.org_id
  FROM org_lanes l
  CROSS JOIN LATERAL (
    SELECT 1 FROM alert_outbox o
     WHERE o.org_id = l.org_id AND o.due_at <= coalesce($1::timestamptz, statement_timestamp()) LIMIT 1) due
 LIMIT 100
