-- No row: another node takes this step, or nobody ever took one. Records are read in a later statement, which sees all
-- that was committed before the lock was had.
SELECT last_record_id FROM followers WHERE org_id = $1 AND name = $2 FOR UPDATE SKIP LOCKED
