-- Keys of one condition begin alike; what began after the condition's end is left out by its key.
SELECT id FROM alerts
 WHERE org_id = $1 AND type = $2 AND starts_with(dedupe_key, $3) AND dedupe_key <> ALL ($4::text[]) AND state <> 'resolved'
