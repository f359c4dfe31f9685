import { dispatchDue } from '../../packages/server/src/services/channels/dispatch.ts';
import { rescueOverdue } from '../../packages/server/src/services/channels/rescue.ts';
import { sweepExpired } from '../../packages/server/src/services/housekeeping/sweep.ts';
import { sweepLots } from '../../packages/server/src/services/housekeeping/sweep-lots.ts';
import { sweepPayments } from '../../packages/server/src/services/payments/sweep-payments.ts';
import type { Pool } from '../../packages/server/src/store/connection.ts';
import type { Fleet } from '../nodes/fleet.ts';

const dayMs = 86_400_000;
const deadlineMs = 60_000;

/** Does it until there is nothing left to do; whatever is left after a minute is found by the checks. */
async function until(isDone: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!(await isDone()) && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function count(pool: Pool, sql: string): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>(sql);
  return Number(rows[0]!.count);
}

const untold = `
  SELECT (SELECT count(*) FROM alert_outbox WHERE event = 'raised') +
         (SELECT count(*) FROM deliveries WHERE state = 'pending') AS count`;

/** Tells people of everything: minutes pass between looks, since channels and groups are kept quiet for as long. */
async function tellAll(pool: Pool, fleet: Fleet): Promise<void> {
  const waitMs = 61_000;
  await until(async () => {
    if ((await count(pool, untold)) === 0) return true;
    fleet.clocks.nowMs += waitMs;
    await dispatchDue(pool, fleet.clocks.nowMs);
    await rescueOverdue(pool, fleet.clocks.nowMs);
    return false;
  });
}

/** Looks at payments and their events until the looks find nothing more to do; each waits longer than the one before. */
async function lookAtPayments(fleet: Fleet): Promise<void> {
  const { payments } = fleet.near(0).node.context;
  if (payments === null) return;
  const waitMs = 2 * 3_600_000;
  for (let look = 0; look < 3; look += 1) {
    fleet.clocks.nowMs += waitMs;
    await sweepPayments(payments);
  }
}

/** Everything is whole again, every clock is right, and so much time passes that nothing is open any more. */
export async function comeToRest(pool: Pool, fleet: Fleet): Promise<void> {
  fleet.heal();
  await fleet.startAll();
  const ahead = Math.max(0, ...fleet.clocks.skewsMs);
  fleet.clocks.skewsMs.fill(0);
  fleet.clocks.nowMs += ahead + 3 * dayMs;
  const { node } = fleet.near(0);
  await lookAtPayments(fleet);
  await until(async () => {
    await sweepExpired(pool, node.context.lanes, fleet.clocks.nowMs);
    await sweepLots(pool, node.context.lanes, fleet.clocks.nowMs);
    return (await count(pool, 'SELECT count(*) FROM open_reservations')) === 0;
  });
  await until(async () => {
    await node.insights.following.catchUp();
    const behind = `SELECT count(*) FROM followers f JOIN org_lanes l ON l.org_id = f.org_id
      WHERE EXISTS (SELECT 1 FROM usage_records u WHERE u.org_id = f.org_id AND u.id > f.last_record_id)`;
    return (await count(pool, behind)) === 0;
  });
  await tellAll(pool, fleet);
}
