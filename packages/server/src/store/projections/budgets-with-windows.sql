SELECT * FROM budgets WHERE org_id = $1 AND "window" = ANY ($2) AND unit <> 'concurrent' ORDER BY id
