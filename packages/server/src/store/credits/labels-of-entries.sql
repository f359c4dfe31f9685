-- Whose charges entries are. The least and the greatest id prune partitions.
SELECT id, agent, run, provider, model
  FROM usage_records
 WHERE org_id = $1 AND id = ANY($2::uuid[]) AND id BETWEEN $3::uuid AND $4::uuid
