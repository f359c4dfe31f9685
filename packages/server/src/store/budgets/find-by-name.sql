SELECT id FROM budgets WHERE org_id = $1 AND name = $2
