DELETE FROM run_totals r
 USING unnest($2::text[], $3::text[]) AS over (agent, run)
 WHERE r.org_id = $1 AND r.agent = over.agent AND r.run = over.run
