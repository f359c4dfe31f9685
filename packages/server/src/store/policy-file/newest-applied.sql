-- The policy file that was applied last: ids follow time.
SELECT id, applied_at, actor_kind, actor_id, actor_name, reason, facts
  FROM applied_policies
 WHERE org_id = $1
 ORDER BY id DESC
 LIMIT 1
