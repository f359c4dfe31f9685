-- As what those who listen may still do so: keys that are not revoked, sessions that are not over.
SELECT k.org_id, k.id, k.kind AS holder, NULL::timestamptz AS created_at, NULL::timestamptz AS last_seen_at
  FROM unnest($1::uuid[], $2::uuid[]) AS w (org_id, id)
  JOIN api_keys k ON k.org_id = w.org_id AND k.id = w.id
 WHERE k.revoked_at IS NULL
 UNION ALL
SELECT s.org_id, s.id, p.role, s.created_at, s.last_seen_at
  FROM unnest($1::uuid[], $2::uuid[]) AS w (org_id, id)
  JOIN sessions s ON s.org_id = w.org_id AND s.id = w.id
  JOIN people p ON p.org_id = s.org_id AND p.id = s.person_id
