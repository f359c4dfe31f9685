-- The balance after the last entry whose id is below a bound: ids lead with the time, so the bound is one of time.
SELECT balance_nano_usd AS balance FROM ledger_entries WHERE org_id = $1 AND id < $2 ORDER BY id DESC LIMIT 1
