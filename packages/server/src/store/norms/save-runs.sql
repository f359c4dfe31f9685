INSERT INTO run_totals (org_id, agent, run, first_at, last_at, cost_nano_usd)
SELECT $1, r.* FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[]) AS r
    ON CONFLICT (org_id, agent, run)
    DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at, cost_nano_usd = excluded.cost_nano_usd
