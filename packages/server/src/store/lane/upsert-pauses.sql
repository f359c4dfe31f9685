-- Each agent once. A pause that lasts as long already stays, and so does one without an end: the rule is the core's
-- withPause. Every agent has its row written, so that the count holds; one that is not registered is made.
INSERT INTO registry AS r (org_id, kind, id, name, created_at, paused_at, paused_until, paused_by, paused_reason,
                           paused_restriction)
SELECT $1, 'agent', p.agent, p.agent, p.paused_at, p.paused_at, p.paused_until, p.paused_by, p.paused_reason,
       p.paused_restriction
  FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::uuid[])
       AS p (agent, paused_at, paused_until, paused_by, paused_reason, paused_restriction)
ON CONFLICT (org_id, kind, id) DO UPDATE
   SET (paused_at, paused_until, paused_by, paused_reason, paused_restriction, paused_alert) = (
         SELECT CASE WHEN keeps THEN r.paused_at ELSE excluded.paused_at END,
                CASE WHEN keeps THEN r.paused_until ELSE excluded.paused_until END,
                CASE WHEN keeps THEN r.paused_by ELSE excluded.paused_by END,
                CASE WHEN keeps THEN r.paused_reason ELSE excluded.paused_reason END,
                CASE WHEN keeps THEN r.paused_restriction ELSE excluded.paused_restriction END,
                CASE WHEN keeps THEN r.paused_alert END
           FROM (SELECT r.paused_at IS NOT NULL AND (r.paused_until IS NULL OR r.paused_until > excluded.paused_at)
                        AND coalesce(r.paused_until, 'infinity') >= coalesce(excluded.paused_until, 'infinity')
                        AS keeps) k)
