-- A page of every movement, oldest first, with whom the charge behind it is booked to.
SELECT e.*, u.agent, u.team, u.user_id, u.workflow, u.connection, u.provider, u.model, u.run, u.correction_of
  FROM ledger_entries e
  LEFT JOIN usage_records u ON u.org_id = e.org_id AND u.id = e.usage_record_id
 WHERE e.org_id = $1 AND e.id > $2 AND e.id < $3 AND e.seq <= $4
 ORDER BY e.id LIMIT $5
