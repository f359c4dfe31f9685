SELECT n.agent, n.series, n.state
  FROM unnest($2::text[], $3::text[]) AS asked (agent, series)
  JOIN norms n ON n.org_id = $1 AND n.agent = asked.agent AND n.series = asked.series
