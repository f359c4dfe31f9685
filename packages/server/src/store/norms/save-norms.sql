INSERT INTO norms (org_id, agent, series, state, updated_at)
SELECT $1, n.agent, n.series, decode(n.state, 'hex'), n.updated_at
  FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS n (agent, series, state, updated_at)
    ON CONFLICT (org_id, agent, series) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
