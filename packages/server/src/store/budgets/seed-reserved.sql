-- What a new budget counts as reserved: the open reservations, by the window they were made in. Parameters as in
-- seed-spent.sql, without the id.
SELECT width_bucket(r.created_at, $4::timestamptz[]) AS window_number,
       s.subject,
       sum(CASE $3 WHEN 'usd' THEN r.amount_nano_usd WHEN 'tokens' THEN coalesce(r.tokens, 0) ELSE 1 END)::bigint AS amount
  FROM open_reservations o
  JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
 CROSS JOIN LATERAL unnest(
         CASE $2
           WHEN 'org' THEN ARRAY['org']
           WHEN 'run' THEN coalesce(r.run_path, ARRAY[r.run])
           WHEN 'agent' THEN ARRAY[r.agent]
           WHEN 'workflow' THEN ARRAY[r.workflow]
           WHEN 'connection' THEN ARRAY[r.connection]
           WHEN 'user' THEN ARRAY[r.user_id]
           WHEN 'team' THEN ARRAY[r.team]
           WHEN 'model' THEN ARRAY[coalesce(r.provider || '/' || r.model, r.model)]
         END) AS s (subject)
 WHERE o.org_id = $1
   AND r.created_at >= ($4::timestamptz[])[1]
   AND ($5::timestamptz IS NULL OR r.created_at < $5)
   AND ($6::text[] IS NULL OR r.agent = ANY($6))
   AND ($7::text[] IS NULL OR r.team = ANY($7))
   AND ($8::text[] IS NULL OR r.workflow = ANY($8))
   AND ($9::text[] IS NULL OR r.connection = ANY($9))
   AND ($10::text[] IS NULL OR r.user_id = ANY($10))
   AND ($11::text[] IS NULL OR r.provider = ANY($11))
   AND ($12::text[] IS NULL OR r.model = ANY($12) OR r.provider || '/' || r.model = ANY($12))
   AND s.subject IS NOT NULL
 GROUP BY 1, 2
