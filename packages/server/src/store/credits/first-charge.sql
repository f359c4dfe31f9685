SELECT time FROM ledger_entries WHERE org_id = $1 AND kind = 'charge' ORDER BY id LIMIT 1
