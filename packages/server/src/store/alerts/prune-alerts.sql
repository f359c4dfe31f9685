-- Alerts that were resolved long ago, with the changes of their state: none that a message names or that is still to be
-- told of, and none of a window that is open or has just ended, which must not fire again.
WITH gone AS (
  DELETE FROM alerts a
   USING (SELECT l.org_id, o.id FROM org_lanes l
           CROSS JOIN LATERAL (
             SELECT p.id FROM alerts p
              WHERE p.org_id = l.org_id AND p.id < $1 AND p.state = 'resolved' AND p.changed_at < $2
                AND (p.budget_id IS NULL OR p.window_end < $2)
                AND NOT EXISTS (SELECT 1 FROM delivery_alerts n WHERE n.org_id = p.org_id AND n.alert_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM alert_outbox e WHERE e.org_id = p.org_id AND e.alert_id = p.id)
              LIMIT 5000) o) old
   WHERE a.org_id = old.org_id AND a.id = old.id
  RETURNING a.org_id, a.id)
DELETE FROM alert_changes c USING gone WHERE c.org_id = gone.org_id AND c.alert_id = gone.id
