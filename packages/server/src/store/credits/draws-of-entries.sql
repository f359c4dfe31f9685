-- What entries took from lots. The least and the greatest id prune partitions.
SELECT entry_id, lot_id, seq, amount_nano_usd
  FROM lot_draws
 WHERE org_id = $1 AND entry_id = ANY($2::uuid[]) AND entry_id BETWEEN $3::uuid AND $4::uuid
 ORDER BY entry_id, lot_id
