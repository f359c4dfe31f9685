-- Usage records of a period by the time of their reservations, the parts of a call one after the other: $2 from, $3 to, $4
-- the labels that are asked for, $5 whether the paths of runs are. What nobody looks at is not sent.
-- The parts of a call are those of one reservation, or of one report; the ids of a report's records follow each other.
-- Nothing is used before its reservation is made, so `time`, which has an index, bounds `budget_time` from below.
SELECT coalesce(u.reservation_id::text, u.source || ' ' || u.source_id, u.correction_of::text, u.id::text) AS call,
       round(date_part('epoch', u.budget_time) * 1000) AS budget_time,
       u.cost_nano_usd,
       u.tokens,
       u.requests,
       u.agent,
       CASE WHEN 'workflow' = ANY ($4::text[]) THEN u.workflow END AS workflow,
       CASE WHEN 'connection' = ANY ($4) THEN u.connection END AS connection,
       CASE WHEN 'user' = ANY ($4) THEN u.user_id END AS user_id,
       CASE WHEN 'team' = ANY ($4) THEN u.team END AS team,
       CASE WHEN 'model' = ANY ($4) OR 'provider' = ANY ($4) THEN u.provider END AS provider,
       CASE WHEN 'model' = ANY ($4) THEN u.model END AS model,
       CASE WHEN $5 OR r.status = 'succeeded' THEN u.run END AS run,
       CASE WHEN $5 AND r.parent IS NOT NULL THEN r.path END AS run_path,
       coalesce(r.status = 'succeeded', false) AS is_succeeded
  FROM usage_records u
  LEFT JOIN runs r ON r.org_id = u.org_id AND r.id = u.run
 WHERE u.org_id = $1 AND u.time >= $2 AND u.budget_time >= $2 AND u.budget_time < $3
 ORDER BY u.budget_time, coalesce(u.reservation_id, u.correction_of, u.id), u.seq, u.id
