import type pg from 'pg';
import type { Carrier } from '../lane/carrier.ts';

/**
 * Orgs of which a lot has expired, with anything of it that no open reservation may need: one index probe an org. What a
 * reservation holds is found again once it is closed.
 */
const findDue = `
  SELECT l.org_id, l.seq
    FROM org_lanes l
   CROSS JOIN LATERAL (
         SELECT 1 FROM open_lots o
          WHERE o.org_id = l.org_id AND o.expires_at <= coalesce($1::timestamptz, statement_timestamp()) LIMIT 1) due
   WHERE l.wallet_balance > l.wallet_reserved
   LIMIT 100`;

const rendered = { status: 200, body: '' };

/**
 * Takes expired credit in orgs that nobody calls; where somebody does, the lane has taken it before. A bounded number of
 * orgs a round, until nothing is left, or until a round finds nothing but what the round before has tried. Returns how
 * many batches it asked for.
 */
export async function sweepLots(pool: pg.Pool, lanes: Carrier, clockMs: number | null): Promise<number> {
  const at = clockMs === null ? null : new Date(clockMs);
  let batches = 0;
  let tried = new Set<string>();
  for (;;) {
    const { rows } = await pool.query<{ org_id: string; seq: bigint }>(findDue, [at]);
    const names = rows.map((row) => `${row.org_id} ${row.seq}`);
    if (names.every((name) => tried.has(name))) return batches;
    tried = new Set(names);
    batches += rows.length;
    await Promise.all(
      rows.map(({ org_id: orgId }) =>
        lanes.submit(orgId, { command: { kind: 'expire-lots' }, idempotency: null, render: () => rendered }),
      ),
    );
  }
}
