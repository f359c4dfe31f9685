-- Every lot with anything left. A node reads them once and then remembers them: an org may have thousands. Each is looked
-- up by its key: joined, the planner read all the lots that the org ever had.
SELECT l.id, l.seq, l.source, l.priority, l.amount_nano_usd, o.remaining_nano_usd, l.expires_at, l.reference, l.created_at
  FROM open_lots o
 CROSS JOIN LATERAL (SELECT * FROM lots WHERE org_id = $1 AND id = o.lot_id LIMIT 1) l
 WHERE o.org_id = $1
