DELETE FROM open_reservations o
 USING unnest($2::uuid[], $3::timestamptz[]) AS d (reservation_id, expires_at)
 WHERE o.org_id = $1 AND o.expires_at = d.expires_at AND o.reservation_id = d.reservation_id
