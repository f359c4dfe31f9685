-- Writes the decided figures. ON CONFLICT finds each row by its key, with no join for the planner to turn round; an
-- UPDATE ... FROM unnest(...) did 3 index scans a batch over all of the org's counters until statistics caught up.
-- What guards the figures is the lane's row: its seq is checked by update-lane.sql in the same transaction.
INSERT INTO counters AS c (org_id, budget_id, subject, window_start, window_end, spent, reserved, wound_down_by,
                           restraint)
SELECT $1, n.*
  FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[],
              $8::uuid[], $9::jsonb[]) AS n
ON CONFLICT (org_id, budget_id, subject, window_start) DO UPDATE
   SET spent = excluded.spent, reserved = excluded.reserved, wound_down_by = excluded.wound_down_by,
       restraint = excluded.restraint
