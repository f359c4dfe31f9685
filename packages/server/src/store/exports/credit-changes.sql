-- What changed a wallet and was no usage, in the order of time; $5 and $6 are the last that was read.
SELECT id, kind, amount_nano_usd, time, reference
  FROM ledger_entries
 WHERE org_id = $1 AND kind NOT IN ('charge', 'correction') AND seq <= $2 AND time >= $3 AND time < $4
   AND (time, id) > ($5, $6)
 ORDER BY time, id
 LIMIT $7
