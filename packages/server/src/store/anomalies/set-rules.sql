INSERT INTO anomaly_rules (org_id, agent, enabled, factor, min_charges, min_runs, min_amount_nano_usd, loop_requests,
                           loop_window_seconds, pause, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (org_id, agent) DO UPDATE
   SET enabled = excluded.enabled, factor = excluded.factor, min_charges = excluded.min_charges,
       min_runs = excluded.min_runs, min_amount_nano_usd = excluded.min_amount_nano_usd,
       loop_requests = excluded.loop_requests, loop_window_seconds = excluded.loop_window_seconds,
       pause = excluded.pause, updated_at = excluded.updated_at
