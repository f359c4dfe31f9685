SELECT r.kind, r.id, r.name, r.team, r.paused_at, r.created_at
  FROM unnest($2::text[], $3::text[]) AS wanted (kind, id)
  JOIN registry r ON r.org_id = $1 AND r.kind = wanted.kind AND r.id = wanted.id
