SELECT budget_id, count(*)::integer AS count FROM restrictions
 WHERE org_id = $1 AND lifted_at IS NULL AND (window_end IS NULL OR window_end > $2)
 GROUP BY budget_id
