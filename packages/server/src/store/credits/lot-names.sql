-- What people know lots by.
SELECT id, source, reference FROM lots WHERE org_id = $1 AND id = ANY($2::uuid[])
