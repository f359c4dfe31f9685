DELETE FROM anomaly_rules WHERE org_id = $1 AND agent = $2
