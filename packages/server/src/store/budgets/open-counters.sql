-- The counters of budgets $2, each for its subject in $3, whose windows are open at $4.
SELECT k.budget_id, k.subject, k.window_start, k.window_end, k.spent, k.reserved, k.wound_down_by, k.restraint
  FROM unnest($2::uuid[], $3::text[]) AS b (id, subject)
  JOIN counters k ON k.org_id = $1 AND k.budget_id = b.id AND k.subject = b.subject
 WHERE k.window_start <= $4 AND (k.window_end IS NULL OR k.window_end > $4)
