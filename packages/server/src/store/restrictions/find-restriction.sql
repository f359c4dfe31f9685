SELECT * FROM restrictions WHERE org_id = $1 AND id = $2
