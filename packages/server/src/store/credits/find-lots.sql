-- Lots, newest first, with what is left of each: all of them, or those with anything left.
SELECT l.id, l.seq, l.source, l.priority, l.amount_nano_usd, coalesce(o.remaining_nano_usd, 0)::bigint AS remaining_nano_usd,
       l.expires_at, l.reference, l.created_at
  FROM lots l
  LEFT JOIN open_lots o ON o.org_id = l.org_id AND o.lot_id = l.id
 WHERE l.org_id = $1 AND ($2::uuid IS NULL OR l.id < $2) AND ($3 OR o.lot_id IS NOT NULL)
 ORDER BY l.id DESC
 LIMIT $4
