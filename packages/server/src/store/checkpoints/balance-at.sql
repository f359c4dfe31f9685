SELECT balance_nano_usd AS balance FROM ledger_entries WHERE org_id = $1 AND seq <= $2 ORDER BY id DESC LIMIT 1
