SELECT time FROM ledger_entries WHERE org_id = $1 ORDER BY id LIMIT 1
