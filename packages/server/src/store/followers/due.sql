-- The followers that have not read all that their org did, but for those that rest: one look at each lane and at its
-- few watermarks.
SELECT l.org_id, f.name
  FROM org_lanes l
 CROSS JOIN unnest($1::text[]) AS f (name)
  LEFT JOIN followers w ON w.org_id = l.org_id AND w.name = f.name
 WHERE l.seq > coalesce(w.seq, 0) AND l.org_id || ' ' || f.name <> ALL ($2::text[])
 ORDER BY w.updated_at NULLS FIRST, l.org_id, f.name
 LIMIT $3
