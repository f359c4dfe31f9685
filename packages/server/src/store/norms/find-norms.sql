SELECT series, state, updated_at FROM norms WHERE org_id = $1 AND agent = $2 ORDER BY series
