-- With the name of whoever it was: a person or a key; null for what changed by itself, or who is not on record any more.
SELECT c.state, c.snoozed_until, c.changed_at, c.changed_by, coalesce(p.name, k.name) AS changed_by_name
  FROM alert_changes c
  LEFT JOIN people p ON p.org_id = c.org_id AND p.id::text = c.changed_by
  LEFT JOIN api_keys k ON k.org_id = c.org_id AND k.id::text = c.changed_by
 WHERE c.org_id = $1 AND c.alert_id = $2 ORDER BY c.number
