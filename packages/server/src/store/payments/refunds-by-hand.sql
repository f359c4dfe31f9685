-- What refunds that somebody booked here took from the lots of purchases, named by the references of their top-ups.
SELECT coalesce(sum(d.amount_nano_usd), 0)::bigint AS amount
  FROM ledger_entries e
  JOIN lot_draws d ON d.org_id = e.org_id AND d.entry_id = e.id
  JOIN lots l ON l.org_id = d.org_id AND l.id = d.lot_id
 WHERE e.org_id = $1 AND e.kind = 'refund' AND l.source = 'purchase' AND l.reference = ANY ($2)
