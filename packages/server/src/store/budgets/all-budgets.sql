-- Every budget of an org, in the order in which they were made.
SELECT * FROM budgets WHERE org_id = $1 ORDER BY id
