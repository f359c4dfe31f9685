-- Counters of a budget, those nearest to its limit first: $3 is the time at which windows are open or closed, $4 which of
-- them ('open', 'closed', null for any), $5 a subject, $6 and $7 what the last row of the page before had, and its subject.
SELECT budget_id, subject, window_start, window_end, spent, reserved, wound_down_by, restraint
  FROM counters
 WHERE org_id = $1 AND budget_id = $2
   AND ($4::text IS NULL OR ($4 = 'open') = (window_start <= $3 AND (window_end IS NULL OR window_end > $3)))
   AND ($5::text IS NULL OR subject = $5)
   AND ($6::bigint IS NULL OR spent + reserved < $6 OR (spent + reserved = $6 AND subject > $7))
 ORDER BY spent + reserved DESC, subject
 LIMIT $8
