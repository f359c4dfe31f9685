-- Newest window first, then by subject; $3 and $4 name the last row of the page before; $7 asks for windows that are
-- 'open' at $8 or 'closed', null for any.
SELECT budget_id, subject, window_start, window_end, spent, reserved, wound_down_by, restraint
  FROM counters
 WHERE org_id = $1 AND budget_id = $2
   AND ($3::timestamptz IS NULL OR window_start < $3 OR (window_start = $3 AND subject > $4))
   AND ($5::text IS NULL OR subject = $5)
   AND ($7::text IS NULL OR ($7 = 'open') = (window_start <= $8 AND (window_end IS NULL OR window_end > $8)))
 ORDER BY window_start DESC, subject
 LIMIT $6
