-- Writes the decided figures, guarded by the figures they were decided from: a row that changed outside the lane is not
-- overwritten, the affected-row count comes short and the batch is decided again.
UPDATE counters c
   SET spent = u.spent, reserved = u.reserved
  FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
       AS u (budget_id, subject, window_start, old_spent, old_reserved, spent, reserved)
 WHERE c.org_id = $1 AND c.budget_id = u.budget_id AND c.subject = u.subject AND c.window_start = u.window_start
   AND c.spent = u.old_spent AND c.reserved = u.old_reserved
