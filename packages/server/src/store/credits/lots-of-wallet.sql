-- What of the open lots has expired by now, and what expires next. Index-only but for the few that expire.
SELECT coalesce(sum(o.remaining_nano_usd) FILTER (WHERE o.expires_at <= $2), 0)::bigint AS expired,
       min(o.expires_at) FILTER (WHERE o.expires_at > $2) AS next_at
  FROM open_lots o
 WHERE o.org_id = $1 AND o.expires_at IS NOT NULL
