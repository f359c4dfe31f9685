SELECT agent, run, first_at, last_at, cost_nano_usd FROM run_totals WHERE org_id = $1 AND agent = ANY ($2::text[])
