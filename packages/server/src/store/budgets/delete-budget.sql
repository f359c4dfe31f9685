-- The budget and its counters in one statement: no counter is left behind without the limit that it is held against.
WITH gone AS (DELETE FROM budgets WHERE org_id = $1 AND id = $2 RETURNING id),
     counted AS (DELETE FROM counters WHERE org_id = $1 AND budget_id = $2 AND budget_id IN (SELECT id FROM gone))
SELECT id FROM gone
