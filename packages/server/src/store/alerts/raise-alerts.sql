-- One statement for all alerts of a batch. The unique key decides who fires: an alert that is there already is passed
-- over, and nothing is put into the outbox for it. The first second is for the crossings that come right after it.
WITH made AS (
  INSERT INTO alerts (org_id, id, type, severity, dedupe_key, budget_id, budget_name, owner, agent, team, subject,
                      window_start, window_end, limit_version, threshold_ppm, time, figures, notify)
  SELECT $1::uuid, a.id, a.type, a.severity, a.dedupe_key, a.budget_id, a.budget_name, a.owner, a.agent, a.team,
         a.subject, a.window_start, a.window_end, a.limit_version, a.threshold_ppm, a.time, a.figures,
         ARRAY(SELECT jsonb_array_elements_text(a.notify))
    FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::integer[], $15::integer[],
                $16::timestamptz[], $17::jsonb[], $18::jsonb[])
      AS a (id, type, severity, dedupe_key, budget_id, budget_name, owner, agent, team, subject, window_start,
            window_end, limit_version, threshold_ppm, time, figures, notify)
  ON CONFLICT (org_id, dedupe_key) DO NOTHING
  RETURNING org_id, id, time, window_end),
queued AS (
  INSERT INTO alert_outbox (org_id, alert_id, event, due_at)
  SELECT org_id, id, 'raised', time + interval '1 second' FROM made
   UNION ALL
  SELECT org_id, id, 'window_ended', window_end FROM made WHERE window_end IS NOT NULL)
SELECT id FROM made
