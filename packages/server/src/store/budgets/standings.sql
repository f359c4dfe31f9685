-- The counters of the windows that are open at $2, those nearest to their limits first. Counters of runs are left out:
-- every run has one. The quotient only orders; it is no figure of money.
SELECT budget_id, subject, window_start, window_end, spent, reserved, wound_down_by, restraint
  FROM (SELECT k.*, b.limit_amount
          FROM budgets b JOIN counters k ON k.org_id = b.org_id AND k.budget_id = b.id
         WHERE b.org_id = $1 AND b.per <> 'run' AND b.unit <> 'concurrent'
           AND k.window_start <= $2 AND (k.window_end IS NULL OR k.window_end > $2)) n
 ORDER BY (spent + reserved)::numeric / nullif(limit_amount, 0) DESC NULLS FIRST, budget_id, subject
 LIMIT $3
