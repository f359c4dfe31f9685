-- Payments that nobody has heard of for a while, a few of each org.
SELECT due.org_id, due.id
  FROM org_lanes l
 CROSS JOIN LATERAL (
       SELECT p.org_id, p.id FROM payments p
        WHERE p.org_id = l.org_id AND p.state IN ('created', 'pending') AND p.looked_at <= $1
        ORDER BY p.looked_at LIMIT 10) due
 LIMIT 50
