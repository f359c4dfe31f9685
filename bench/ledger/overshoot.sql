-- Every hard limit of the benchmark with what stands against it, summed from the charges and the open reservations, and
-- then again as the server's own counters have it; by how much the limit that was passed furthest was passed. Windows
-- are computed by Postgres here, not by us.
WITH booked AS (
  SELECT org_id, agent, run, budget_time AS at, cost_nano_usd AS amount FROM usage_records
  UNION ALL
  SELECT org_id, agent, run, created_at, amount_nano_usd FROM reservations WHERE state = 'held'
),
standing AS (
  SELECT b.limit_amount AS allowed, sum(k.amount) AS booked
    FROM budgets b
    JOIN booked k ON k.org_id = b.org_id AND (NOT b.match ? 'agent' OR b.match -> 'agent' ? k.agent)
   WHERE b.enforcement = 'hard' AND b.unit = 'usd' AND b.per IN ('org', 'agent')
   GROUP BY b.org_id, b.id, b.limit_amount, CASE b.per WHEN 'agent' THEN k.agent END,
            date_trunc(b."window", k.at AT TIME ZONE b.timezone)
  UNION ALL
  SELECT r.limit_nano_usd, sum(k.amount)
    FROM runs r JOIN booked k ON k.org_id = r.org_id AND k.run = r.id
   WHERE r.limit_nano_usd IS NOT NULL
   GROUP BY r.org_id, r.id, r.limit_nano_usd
  UNION ALL
  SELECT (SELECT sum(e.amount_nano_usd) FROM ledger_entries e WHERE e.org_id = l.org_id AND e.kind = 'top_up'),
         (SELECT sum(k.amount) FROM booked k WHERE k.org_id = l.org_id)
    FROM org_lanes l WHERE l.wallet_mode = 'prepaid'
  UNION ALL
  SELECT b.limit_amount, c.spent + c.reserved
    FROM counters c JOIN budgets b ON b.org_id = c.org_id AND b.id = c.budget_id
   WHERE b.enforcement = 'hard' AND b.unit = 'usd'
  UNION ALL
  SELECT wallet_balance - wallet_reserved, 0 FROM org_lanes WHERE wallet_mode = 'prepaid'
)
SELECT count(*)::int AS limits, coalesce(max(greatest(booked - allowed, 0)), 0)::text AS overshoot_nano_usd
  FROM standing;
