SELECT * FROM anomaly_rules WHERE org_id = $1 AND (agent = '' OR agent = ANY ($2::text[]))
