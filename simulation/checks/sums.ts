import { checkRollups } from '../../packages/server/src/services/rollups/rebuild.ts';
import { verifyDatabase } from '../../packages/server/src/verify.ts';
import type { Evidence } from './evidence.ts';

const stillHeld = `
  SELECT 'reservation ' || reservation_id AS what FROM open_reservations
   UNION ALL SELECT 'counter ' || budget_id || ' ' || subject || ' holds ' || reserved FROM counters WHERE reserved <> 0
   UNION ALL SELECT 'wallet of ' || org_id || ' holds ' || wallet_reserved FROM org_lanes WHERE wallet_reserved <> 0`;

const notTold = `
  SELECT 'alert ' || o.alert_id || ' was not told of' AS what FROM alert_outbox o WHERE o.event = 'raised'
   UNION ALL SELECT 'delivery ' || d.id || ' is ' || d.state FROM deliveries d WHERE d.state <> 'delivered'
   UNION ALL SELECT 'alert ' || a.alert_id || ' was told of ' || count(*) || ' times' FROM delivery_alerts a
      JOIN deliveries d ON d.org_id = a.org_id AND d.id = a.delivery_id AND d.event = 'raised'
     GROUP BY a.alert_id HAVING count(*) > 1`;

/** Every figure is the sum of its rows, the chain holds, rollups are records, and nothing is left hanging. */
export async function checkSums({ pool, book, taken }: Evidence): Promise<void> {
  const { differences } = await verifyDatabase(pool);
  const rollups = await checkRollups(pool);
  for (const one of [...differences, ...rollups.differences]) {
    book.find(`${one.kind} of ${one.org}, ${one.subject}: ${one.expected} expected, ${one.actual} there`);
  }
  for (const sql of [stillHeld, notTold]) {
    const { rows } = await pool.query<{ what: string }>(sql);
    for (const { what } of rows) book.find(what);
  }
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM deliveries WHERE state = 'delivered'");
  const arrived = new Set(taken);
  for (const { id } of rows) if (!arrived.has(id)) book.find(`delivery ${id} never arrived`);
}
