INSERT INTO applied_policies (org_id, id, applied_at, actor_kind, actor_id, actor_name, reason, facts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
