-- Lots with anything left, in the order in which a charge draws them, after a lot that names the page before.
SELECT l.id, l.seq, l.source, l.priority, l.amount_nano_usd, o.remaining_nano_usd, l.expires_at, l.reference, l.created_at
  FROM open_lots o
  JOIN lots l ON l.org_id = o.org_id AND l.id = o.lot_id
 WHERE o.org_id = $1
   AND ($2::uuid IS NULL OR (l.priority, coalesce(l.expires_at, 'infinity'), l.id) > (
         SELECT b.priority, coalesce(b.expires_at, 'infinity'), b.id FROM lots b WHERE b.org_id = $1 AND b.id = $2))
 ORDER BY l.priority, coalesce(l.expires_at, 'infinity'), l.id
 LIMIT $3
