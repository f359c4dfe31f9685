-- The newest requests before a step, of those that this node has not seen itself. Ids are in the order of time, so a range
-- of them is a range of the primary key.
SELECT agent, run, time, cost_nano_usd, fingerprint
  FROM usage_records
 WHERE org_id = $1 AND id > $2 AND id < $3 AND fingerprint IS NOT NULL AND requests = 1 AND type = 'model_call'
 ORDER BY id DESC LIMIT $4
