-- A job of an id replaces the one that waits; one that is being worked on is let go, and the new one comes after it.
-- Delays are counted from the database's own clock, which is what the workers go by.
SELECT graphile_worker.add_job('cofferdam_deliver', json_build_object('org_id', $1::text, 'delivery_id', d.id),
         run_at => now() + d.delay_ms * interval '1 millisecond', job_key => d.id) IS NOT NULL AS added
  FROM unnest($2::text[], $3::bigint[]) AS d (id, delay_ms)
