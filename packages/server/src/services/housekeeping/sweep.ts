import type pg from 'pg';
import type { Carrier } from '../lane/carrier.ts';

/** One due reservation of each org that has any, straight from the primary key: one index probe an org. */
const findDue = `
  SELECT l.org_id, due.reservation_id
    FROM org_lanes l
    CROSS JOIN LATERAL (
      SELECT o.reservation_id FROM open_reservations o
       WHERE o.org_id = l.org_id AND o.expires_at <= coalesce($1::timestamptz, statement_timestamp())
       ORDER BY o.expires_at LIMIT 1) due
   LIMIT 100`;

const rendered = { status: 200, body: '' };

/**
 * Expires what is due in orgs that nobody calls. The command names one reservation; the batch that carries it closes
 * everything that is due in the org, a bounded number at a time, so this is repeated until nothing is left, or until a
 * round finds nothing but what the round before has tried: what cannot be closed must not keep the sweeper busy.
 * Returns how many batches it asked for.
 */
export async function sweepExpired(pool: pg.Pool, lanes: Carrier, clockMs: number | null): Promise<number> {
  const at = clockMs === null ? null : new Date(clockMs);
  let batches = 0;
  let tried = new Set<string>();
  for (;;) {
    const { rows } = await pool.query<{ org_id: string; reservation_id: string }>(findDue, [at]);
    if (rows.every((row) => tried.has(row.reservation_id))) return batches;
    tried = new Set(rows.map((row) => row.reservation_id));
    batches += rows.length;
    await Promise.all(
      rows.map(({ org_id: orgId, reservation_id: reservationId }) =>
        lanes.submit(orgId, { command: { kind: 'expire', reservationId }, idempotency: null, render: () => rendered }),
      ),
    );
  }
}
