-- For each budget the counter that is nearest to its limit in the window open at $2, and how many there are. Of a budget per
-- run these are the runs that began within a day and are not over: every run that ever was has a counter.
SELECT DISTINCT ON (n.budget_id) n.*, count(*) OVER (PARTITION BY n.budget_id)::integer AS subjects
  FROM (SELECT k.budget_id, k.subject, k.window_start, k.window_end, k.spent, k.reserved, k.wound_down_by, k.restraint
          FROM budgets b JOIN counters k ON k.org_id = b.org_id AND k.budget_id = b.id
         WHERE b.org_id = $1 AND b.per <> 'run' AND k.window_start <= $2 AND (k.window_end IS NULL OR k.window_end > $2)
         UNION ALL
        SELECT k.budget_id, k.subject, k.window_start, k.window_end, k.spent, k.reserved, k.wound_down_by, k.restraint
          FROM budgets b
          JOIN runs r ON r.org_id = b.org_id AND r.created_at > $2 - interval '1 day' AND r.finished_at IS NULL
          JOIN counters k ON k.org_id = b.org_id AND k.budget_id = b.id AND k.subject = r.id
         WHERE b.org_id = $1 AND b.per = 'run') n
 ORDER BY n.budget_id, n.spent + n.reserved DESC, n.subject
