DELETE FROM open_reservations WHERE org_id = $1 AND reservation_id = ANY($2::uuid[])
