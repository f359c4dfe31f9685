SELECT agent FROM anomaly_rules WHERE org_id = $1 AND agent <> '' ORDER BY agent
