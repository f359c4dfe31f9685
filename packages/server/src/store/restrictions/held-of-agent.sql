SELECT * FROM restrictions
 WHERE org_id = $1 AND agent = $2 AND lifted_at IS NULL AND (window_end IS NULL OR window_end > $3)
 ORDER BY id
