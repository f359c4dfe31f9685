import type pg from 'pg';

const dayMs = 86_400_000;

/** The UUIDv7 of row `n`, spread over 20 weeks up to `$2`, as SQL. */
const spreadId = `(lpad(to_hex($2::bigint - (n % 140)::bigint * ${dayMs}), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid`;
const spreadTime = `to_timestamp(($2::bigint - (n % 140)::bigint * ${dayMs}) / 1000.0)`;

/** Rows of one org, as many of each kind as a statement would notice that read them all. */
const fills = [
  `INSERT INTO reservations (org_id, id, agent, user_id, run, amount_nano_usd, created_at, expires_at, on_expiry, origin,
                             wallet_held, state, closed_at, cost_nano_usd, settle_hash, settle_answer)
   SELECT $1, ${spreadId}, 'agent-' || n % 500, 'user-' || n % 5000, 'run-' || n, 0, ${spreadTime},
          to_timestamp($2::bigint / 1000.0) + interval '1 day' * (1 + n % 7), 'release', 'api', true,
          CASE WHEN n % 10 = 0 THEN 'held' ELSE 'settled' END, NULL, CASE WHEN n % 10 = 0 THEN NULL ELSE 90 END, NULL, NULL
     FROM generate_series(1, 60000) AS n`,
  `INSERT INTO open_reservations (org_id, reservation_id, expires_at)
   SELECT org_id, id, expires_at FROM reservations WHERE org_id = $1 AND state = 'held' AND $2::bigint > 0`,
  `INSERT INTO usage_records (org_id, id, seq, type, reservation_id, time, budget_time, recorded_at, agent, user_id, run,
                              tokens, requests, cost_nano_usd, estimated, late, overage, prepaid)
   SELECT $1, ${spreadId}, n, 'cost', ${spreadId}, ${spreadTime}, ${spreadTime}, ${spreadTime}, 'agent-' || n % 500,
          'user-' || n % 5000, 'run-' || n, 0, 1, 90, false, false, false, true
     FROM generate_series(1, 60000) AS n WHERE n % 10 <> 0`,
  `INSERT INTO ledger_entries (org_id, id, seq, kind, amount_nano_usd, balance_nano_usd, time, usage_record_id)
   SELECT $1, ${spreadId}, n, 'charge', -90, 0, ${spreadTime}, ${spreadId} FROM generate_series(1, 60000) AS n`,
  `INSERT INTO counters (org_id, budget_id, subject, window_start, window_end, spent, reserved)
   SELECT $1, ('00000000-0000-7000-8000-0000000b000' || n % 3)::uuid, 'agent-' || n / 3, 'epoch', NULL, 0, 0
     FROM generate_series(1, 60000) AS n WHERE $2::bigint > 0`,
  `INSERT INTO registry (org_id, kind, id, name, created_at)
   SELECT $1, CASE WHEN n % 10 = 0 THEN 'agent' ELSE 'user' END, 'label-' || n, 'label-' || n, ${spreadTime}
     FROM generate_series(1, 55000) AS n`,
  `INSERT INTO runs (org_id, id, agent, path, created_at, last_seen_at)
   SELECT $1, 'run-' || n, 'agent-' || n % 500, ARRAY['run-' || n], ${spreadTime}, ${spreadTime}
     FROM generate_series(1, 55000) AS n`,
  `INSERT INTO idempotency_keys (org_id, operation, key, request_hash, status, body, sealed, created_at)
   SELECT $1, 'reserve', 'old-' || n, 'hash', 201, '{}', false, ${spreadTime} FROM generate_series(1, 55000) AS n`,
  `INSERT INTO reported_usage (org_id, source, source_id, request_hash, answer)
   SELECT $1, 'meter', 'old-' || n, 'hash', '{}' FROM generate_series(1, 55000) AS n WHERE $2::bigint > 0`,
  `INSERT INTO credit_references (org_id, kind, reference, request_hash, answer, entry_id)
   SELECT $1, 'top-up', 'old-' || n, 'hash', '{}', ${spreadId} FROM generate_series(1, 55000) AS n`,
  `INSERT INTO lots (org_id, id, seq, source, priority, amount_nano_usd, drawn_before, reference, created_at)
   SELECT $1, ${spreadId}, 0, 'purchase', 100, 90, 90, 'old-' || n, ${spreadTime} FROM generate_series(1, 55000) AS n`,
  `INSERT INTO lot_draws (org_id, entry_id, lot_id, seq, amount_nano_usd)
   SELECT $1, ${spreadId}, ${spreadId}, n, 90 FROM generate_series(1, 60000) AS n`,
  `INSERT INTO batches (org_id, last_seq, first_seq, time, previous_hash, hash)
   SELECT $1, n, n, ${spreadTime}, '', '' FROM generate_series(1, 55000) AS n`,
  `INSERT INTO refusal_counts (org_id, day, code, agent, limit_id, count, required_nano_usd)
   SELECT $1, '2026-01-01'::date + (n / 500), 'budget_exceeded', 'agent-' || n % 500, '00000000-0000-0000-0000-000000000000', 1, 1
     FROM generate_series(1, 55000) AS n WHERE $2::bigint > 0`,
  `INSERT INTO creation_counts (org_id, day, kind, count)
   SELECT $1, n / 6, 'kind-' || n % 6, 1 FROM generate_series(1, 55000) AS n WHERE $2::bigint > 0`,
  'UPDATE org_lanes SET seq = 60000 WHERE org_id = $1 AND $2::bigint > 0',
];

/** Makes an org large in every table that grows. The figures are of no ledger: only plans are looked at. */
export async function fillOrg(pool: pg.Pool, orgId: string, nowMs: number): Promise<void> {
  for (const fill of fills) await pool.query(fill, [orgId, nowMs]);
}

/** Ids of open reservations made within the last day. */
export async function recentOpen(pool: pg.Pool, orgId: string, nowMs: number, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM reservations WHERE org_id = $1 AND state = 'held' AND created_at > $2 ORDER BY id LIMIT $3`,
    [orgId, new Date(nowMs - dayMs), count],
  );
  return rows.map(({ id }) => id);
}
