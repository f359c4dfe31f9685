INSERT INTO runs (org_id, id, agent, workflow, parent, path, limit_nano_usd, status, created_at, finished_at, last_seen_at)
SELECT $1, r.id, r.agent, r.workflow, r.parent, string_to_array(r.path, ' '), r.limit_nano_usd, r.status, r.created_at,
       r.finished_at, r.last_seen_at
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::timestamptz[],
              $10::timestamptz[], $11::timestamptz[])
       AS r (id, agent, workflow, parent, path, limit_nano_usd, status, created_at, finished_at, last_seen_at)
ON CONFLICT (org_id, id) DO UPDATE
   SET status = excluded.status, finished_at = excluded.finished_at, last_seen_at = excluded.last_seen_at
