SELECT c.budget_id, c.subject, c.window_start, c.window_end, c.spent, c.reserved
  FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS wanted (budget_id, subject, window_start)
  JOIN counters c ON c.org_id = $1 AND c.budget_id = wanted.budget_id
       AND c.subject = wanted.subject AND c.window_start = wanted.window_start
