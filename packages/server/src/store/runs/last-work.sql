-- When some runs last began to spend, each since a time of its own ($3 is the least id of its records): the time of
-- the reservation counts, since what was under way when a run was stopped is settled as usual.
SELECT w.run, greatest(
         (SELECT max(u.budget_time) FROM usage_records u WHERE u.org_id = $1 AND u.run = w.run AND u.id >= w.least_id),
         (SELECT max(r.created_at)
            FROM open_reservations o JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
           WHERE o.org_id = $1 AND r.run = w.run)) AS worked_at
  FROM unnest($2::text[], $3::uuid[]) AS w (run, least_id)
