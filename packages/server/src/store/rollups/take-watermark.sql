-- Waits for the step that is under way, if any: no other begins before this transaction ends.
SELECT org_id, last_record_id FROM followers WHERE name = 'rollups' AND org_id = $1 FOR UPDATE
