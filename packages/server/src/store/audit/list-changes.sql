-- Newest first, along the primary key. An action is asked for whole, or by what it is about: "budget".
SELECT id, time, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, before, after, reason
  FROM audit_log
 WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2)
   AND ($3::text IS NULL OR actor_id = $3 OR actor_name = $3)
   AND ($4::text IS NULL OR action = $4 OR split_part(action, '.', 1) = $4)
   AND ($5::text IS NULL OR target_id = $5 OR target_name = $5)
   AND ($6::timestamptz IS NULL OR time >= $6) AND ($7::timestamptz IS NULL OR time < $7)
 ORDER BY id DESC LIMIT $8
