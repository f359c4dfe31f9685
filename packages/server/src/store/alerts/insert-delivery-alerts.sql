INSERT INTO delivery_alerts (org_id, delivery_id, alert_id)
SELECT $1, n.* FROM unnest($2::uuid[], $3::uuid[]) AS n
