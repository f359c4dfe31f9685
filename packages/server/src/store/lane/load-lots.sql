SELECT l.id, l.seq, l.source, l.priority, l.amount_nano_usd, 0::bigint AS remaining_nano_usd, l.expires_at, l.reference,
       l.created_at
  FROM lots l
 WHERE l.org_id = $1 AND l.id = ANY($2::uuid[])
