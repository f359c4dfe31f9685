-- LATERAL with LIMIT keeps the order of the join: one probe of the primary key for each label.
SELECT r.kind, r.id, r.name, r.team, r.paused_at, r.paused_until, r.created_at
  FROM unnest($2::text[], $3::text[]) AS wanted (kind, id)
 CROSS JOIN LATERAL (
       SELECT * FROM registry WHERE org_id = $1 AND kind = wanted.kind AND id = wanted.id LIMIT 1) r
