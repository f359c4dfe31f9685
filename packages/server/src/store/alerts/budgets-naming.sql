SELECT name FROM budgets WHERE org_id = $1 AND $2 = ANY (notify) ORDER BY name
