-- Orgs that have a budget whose pace can be carried on.
SELECT DISTINCT org_id FROM budgets WHERE "window" = ANY ($1) AND unit <> 'concurrent'
