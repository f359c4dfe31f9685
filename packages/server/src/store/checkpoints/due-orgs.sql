-- Orgs without a checkpoint of the day whose chain has grown since their last one; a chain without a batch has nothing to fix.
SELECT l.org_id FROM org_lanes l
 WHERE NOT EXISTS (SELECT 1 FROM checkpoints c WHERE c.org_id = l.org_id AND c.day = $1)
   AND EXISTS (SELECT 1 FROM batches b WHERE b.org_id = l.org_id)
   AND l.head_hash IS DISTINCT FROM
       (SELECT c.head_hash FROM checkpoints c WHERE c.org_id = l.org_id ORDER BY c.id DESC LIMIT 1)
