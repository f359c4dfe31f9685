-- What some entries drew, and the lots that it can go back to. The least and the greatest id prune partitions.
SELECT d.entry_id, d.seq AS draw_seq, d.amount_nano_usd AS drawn_nano_usd, l.id, l.seq, l.source, l.priority,
       l.amount_nano_usd, 0::bigint AS remaining_nano_usd, l.expires_at, l.reference, l.created_at
  FROM lot_draws d
 CROSS JOIN LATERAL (SELECT * FROM lots WHERE org_id = $1 AND id = d.lot_id LIMIT 1) l
 WHERE d.org_id = $1 AND d.entry_id = ANY($2::uuid[]) AND d.entry_id BETWEEN $3::uuid AND $4::uuid
