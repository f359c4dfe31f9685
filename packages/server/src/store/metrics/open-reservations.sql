SELECT count(*) AS open, coalesce(sum(r.amount_nano_usd), 0)::text AS reserved
  FROM open_reservations o
  JOIN reservations r ON r.org_id = o.org_id AND r.id = o.reservation_id
