-- The balance after the last entry below each of some bounds; zero where there is none yet.
SELECT coalesce((SELECT e.balance_nano_usd FROM ledger_entries e
                  WHERE e.org_id = $1 AND e.id < b.bound ORDER BY e.id DESC LIMIT 1), 0) AS balance
  FROM unnest($2::uuid[]) WITH ORDINALITY AS b (bound, place)
 ORDER BY b.place
