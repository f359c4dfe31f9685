-- What a new budget counts as spent, by window and subject: $2 per, $3 unit, $4 the starts of its windows in order, $5
-- the end of the last (null where it never ends), $6 the id after which to look, $7 to $13 the match, null where it asks
-- for nothing. A label that is absent matches nothing and has no counter; a run counts for all runs above it.
-- Nothing is used before its reservation is made, so `time`, which has an index, bounds `budget_time` from below.
SELECT width_bucket(u.budget_time, $4::timestamptz[]) AS window_number,
       s.subject,
       coalesce(sum(CASE $3 WHEN 'usd' THEN u.cost_nano_usd WHEN 'tokens' THEN u.tokens WHEN 'requests' THEN u.requests END),
                0)::bigint AS amount,
       count(*)::integer AS charges
  FROM usage_records u
  LEFT JOIN runs r ON $2 = 'run' AND r.org_id = u.org_id AND r.id = u.run
 CROSS JOIN LATERAL unnest(
         CASE $2
           WHEN 'org' THEN ARRAY['org']
           WHEN 'run' THEN coalesce(r.path, ARRAY[u.run])
           WHEN 'agent' THEN ARRAY[u.agent]
           WHEN 'workflow' THEN ARRAY[u.workflow]
           WHEN 'connection' THEN ARRAY[u.connection]
           WHEN 'user' THEN ARRAY[u.user_id]
           WHEN 'team' THEN ARRAY[u.team]
           WHEN 'model' THEN ARRAY[coalesce(u.provider || '/' || u.model, u.model)]
         END) AS s (subject)
 WHERE u.org_id = $1 AND u.id > $6
   AND u.time >= ($4::timestamptz[])[1] AND u.budget_time >= ($4::timestamptz[])[1]
   AND ($5::timestamptz IS NULL OR u.budget_time < $5)
   AND ($7::text[] IS NULL OR u.agent = ANY($7))
   AND ($8::text[] IS NULL OR u.team = ANY($8))
   AND ($9::text[] IS NULL OR u.workflow = ANY($9))
   AND ($10::text[] IS NULL OR u.connection = ANY($10))
   AND ($11::text[] IS NULL OR u.user_id = ANY($11))
   AND ($12::text[] IS NULL OR u.provider = ANY($12))
   AND ($13::text[] IS NULL OR u.model = ANY($13) OR u.provider || '/' || u.model = ANY($13))
   AND s.subject IS NOT NULL
 GROUP BY 1, 2
