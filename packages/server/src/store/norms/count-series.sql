SELECT agent, count(*) AS count FROM norms WHERE org_id = $1 AND agent = ANY ($2::text[]) GROUP BY agent
