SELECT coalesce(sum(remaining_nano_usd), 0)::bigint AS amount FROM open_lots WHERE org_id = $1 AND expires_at = $2
