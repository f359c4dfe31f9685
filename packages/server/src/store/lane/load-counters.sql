-- LATERAL with LIMIT keeps the order of the join: one probe of the primary key for each counter.
SELECT c.budget_id, c.subject, c.window_start, c.window_end, c.spent, c.reserved, c.wound_down_by,
       c.restraint
  FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS wanted (budget_id, subject, window_start)
 CROSS JOIN LATERAL (
       SELECT * FROM counters
        WHERE org_id = $1 AND budget_id = wanted.budget_id AND subject = wanted.subject
          AND window_start = wanted.window_start LIMIT 1) c
