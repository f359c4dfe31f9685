-- Messages that are over, by the time in their ids; the names of their alerts go with them.
DELETE FROM deliveries d
 USING (SELECT l.org_id, o.id FROM org_lanes l
         CROSS JOIN LATERAL (SELECT p.id FROM deliveries p
                              WHERE p.org_id = l.org_id AND p.id < $1 AND p.state <> 'pending' LIMIT 5000) o) old
 WHERE d.org_id = old.org_id AND d.id = old.id
