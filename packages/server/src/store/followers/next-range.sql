-- The next records after a watermark, as a range of ids, and the org's seq at the same snapshot: ids order like seq
-- within an org, and its batches commit in that order, so nothing turns up later below what is read here.
SELECT l.seq AS lane_seq, n.count, n.last_id, n.last_seq
  FROM org_lanes l
 CROSS JOIN LATERAL (
   SELECT count(*) AS count, (array_agg(r.id ORDER BY r.id DESC))[1] AS last_id, max(r.seq) AS last_seq
     FROM (SELECT id, seq FROM usage_records WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3) r) n
 WHERE l.org_id = $1
