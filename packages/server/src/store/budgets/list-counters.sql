-- Newest window first, then by subject; $3 and $4 name the last row of the page before.
SELECT budget_id, subject, window_start, window_end, spent, reserved, wound_down_by, restraint
  FROM counters
 WHERE org_id = $1 AND budget_id = $2
   AND ($3::timestamptz IS NULL OR window_start < $3 OR (window_start = $3 AND subject > $4))
   AND ($5::text IS NULL OR subject = $5)
 ORDER BY window_start DESC, subject
 LIMIT $6
