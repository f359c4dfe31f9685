SELECT day, kind, count FROM creation_counts WHERE org_id = $1 AND day = $2
