-- Newest first, along the primary key. $7 is the time at which one is active or not.
SELECT * FROM restrictions
 WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2)
   AND ($3::text IS NULL OR budget_id::text = $3 OR budget_name = $3)
   AND ($4::text IS NULL OR subject = $4) AND ($5::text IS NULL OR kind = $5)
   AND ($6::boolean IS NULL OR $6 = (lifted_at IS NULL AND (window_end IS NULL OR window_end > $7)))
 ORDER BY id DESC LIMIT $8
