-- The windows under way of the budgets ($2) that count in calendar windows; $3 are the starts of their present windows,
-- in the same order. Nothing spent is nothing to carry on.
SELECT c.budget_id, c.subject, c.window_start, c.window_end, c.spent, c.reserved
  FROM unnest($2::uuid[], $3::timestamptz[]) AS w (budget_id, window_start)
  JOIN counters c ON c.org_id = $1 AND c.budget_id = w.budget_id AND c.window_start = w.window_start
 WHERE c.spent > 0
 ORDER BY c.budget_id, c.subject
