-- The budget of a pause is looked up only where a budget paused the agent.
-- LATERAL with LIMIT keeps the order of the join: one probe of the primary key for each label.
SELECT r.kind, r.id, r.name, r.team, r.paused_at, r.paused_until, r.created_at,
       r.paused_restriction, r.paused_alert,
       CASE WHEN r.paused_restriction IS NOT NULL THEN (
         SELECT ARRAY[x.budget_id::text, x.budget_name] FROM restrictions x
          WHERE x.org_id = $1 AND x.id = r.paused_restriction) END AS paused_budget
  FROM unnest($2::text[], $3::text[]) AS wanted (kind, id)
 CROSS JOIN LATERAL (
       SELECT * FROM registry WHERE org_id = $1 AND kind = wanted.kind AND id = wanted.id LIMIT 1) r
