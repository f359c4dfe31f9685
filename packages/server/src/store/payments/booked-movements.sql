-- What the ledger has under references, and the corrections that name them: "stripe-correction <kind> <reference> <number>".
SELECT kind, reference, sum(amount_nano_usd)::bigint AS amount_nano_usd, 0::bigint AS corrected_nano_usd, 0::bigint AS corrections
  FROM ledger_entries
 WHERE org_id = $1 AND kind IN ('top_up', 'claw_back', 'reinstatement') AND reference = ANY ($2)
 GROUP BY kind, reference
 UNION ALL
SELECT split_part(reference, ' ', 2), split_part(reference, ' ', 3), NULL, sum(amount_nano_usd)::bigint, count(*)
  FROM ledger_entries
 WHERE org_id = $1 AND kind = 'adjustment' AND reference LIKE 'stripe-correction %' AND split_part(reference, ' ', 3) = ANY ($2)
 GROUP BY 1, 2
