-- Ids order like seq within an org: what is booked after this snapshot has a greater one.
SELECT id FROM usage_records WHERE org_id = $1 ORDER BY id DESC LIMIT 1
