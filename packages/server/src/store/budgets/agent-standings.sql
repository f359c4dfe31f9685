-- Of each agent in $2, the counter that is nearest to its limit, of the budgets that count agents, in a window that is
-- open at $3. The quotient only orders; it is no figure of money.
SELECT DISTINCT ON (subject) budget_id, subject, window_start, window_end, spent, reserved, wound_down_by, restraint
  FROM (SELECT k.*, (k.spent + k.reserved)::numeric / nullif(b.limit_amount, 0) AS used
          FROM budgets b JOIN counters k ON k.org_id = b.org_id AND k.budget_id = b.id
         WHERE b.org_id = $1 AND b.per = 'agent' AND b.unit <> 'concurrent' AND k.subject = ANY ($2)
           AND k.window_start <= $3 AND (k.window_end IS NULL OR k.window_end > $3)) n
 ORDER BY subject, used DESC NULLS FIRST, budget_id
