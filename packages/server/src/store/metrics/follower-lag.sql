-- How far behind each follower is in the org where it is farthest behind, in the org's own seq.
SELECT f.name, max(greatest(l.seq - f.seq, 0)) AS behind
  FROM followers f JOIN org_lanes l ON l.org_id = f.org_id
 GROUP BY f.name
