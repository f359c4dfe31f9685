-- All changes of a transaction in one statement; nothing ever updates or deletes a row.
INSERT INTO audit_log (org_id, id, time, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name,
                       before, after, reason)
SELECT $1, c.*
  FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::jsonb[], $12::jsonb[], $13::text[]) AS c
