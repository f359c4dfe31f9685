INSERT INTO open_reservations (org_id, reservation_id, expires_at)
SELECT $1, o.reservation_id, o.expires_at FROM unnest($2::uuid[], $3::timestamptz[]) AS o (reservation_id, expires_at)
