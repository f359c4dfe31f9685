DELETE FROM open_lots WHERE org_id = $1 AND lot_id = ANY($2::uuid[])
