SELECT state, severity, count(*)::integer AS count FROM alerts
 WHERE org_id = $1 AND state <> 'resolved' GROUP BY state, severity
