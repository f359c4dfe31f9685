import type { Spent } from '../plan/action.ts';
import type { Told } from '../run/book.ts';
import { nanoUsdOf } from '../run/usd.ts';
import { nameOf } from './answered.ts';
import { groupBy, type OrgEvidence, type ReservationRow } from './evidence.ts';

/** By the published price: 150, 75 and 600 nano-USD for each token that is uncached, cached and made. */
function costOf(spent: Spent): bigint | null {
  if (spent.kind === 'unknown') return null;
  if (spent.kind === 'cost') return spent.nanoUsd;
  const { input, cached, output } = spent;
  return BigInt(input - cached) * 150n + BigInt(cached) * 75n + BigInt(output) * 600n;
}

interface Lived {
  readonly row: ReservationRow;
  readonly settles: readonly Told[];
  readonly charged: bigint;
  readonly find: (text: string) => void;
}

/** The settle that was answered is the one that is booked; another one with another body never was. */
function checkSettled({ row, settles, charged, find }: Lived): void {
  const done = settles.filter(({ answer }) => answer?.status === 200);
  const bodies = new Set(done.map(({ request }) => JSON.stringify(request.body)));
  if (bodies.size > 1)
    find(`reservation ${row.id} was settled with ${bodies.size} bodies: ${done.map(nameOf).join(', ')}`);
  const maybe = done.length > 0 ? done : settles.filter(({ answer }) => answer === null);
  const costs = maybe.map(({ action: { deed } }) => (deed.kind === 'settle' ? costOf(deed.spent) : null));
  // Of what nobody knows the cost is the reservation itself.
  const possible = costs.map((cost) => cost ?? row.amount_nano_usd);
  if (!possible.includes(charged))
    find(`reservation ${row.id} was charged ${charged}, not one of ${possible.join(', ')}`);
  for (const told of done) {
    const answered = told.answer!.body['cost_usd'];
    if (typeof answered !== 'string' || nanoUsdOf(answered) !== charged) {
      find(`${nameOf(told)} said ${String(answered)}, and ${charged} is booked`);
    }
  }
}

function checkOther({ row, settles, charged, find }: Lived): void {
  const isCharged = row.state === 'expired' && row.on_expiry === 'charge';
  const expected = isCharged ? row.amount_nano_usd : 0n;
  if (charged !== expected) find(`reservation ${row.id}, ${row.state}, was charged ${charged}, not ${expected}`);
  const done = settles.filter(({ answer }) => answer?.status === 200);
  for (const told of done) find(`${nameOf(told)} was answered, and reservation ${row.id} is ${row.state}`);
}

/** Every reservation costs what its one settle said, or what its expiry charged, whoever was told of it. */
export function checkCosts({ book, reservations, usage, find }: OrgEvidence): void {
  const settlesOf = groupBy(
    book.told.filter(({ action }) => action.deed.kind === 'settle'),
    ({ target }) => target,
  );
  const recordsOf = groupBy(usage, ({ reservation_id: id }) => id);
  for (const row of reservations) {
    if (row.origin !== 'api') continue;
    const records = recordsOf.get(row.id) ?? [];
    const charged = records.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0n), 0n);
    const lived = { row, settles: settlesOf.get(row.id) ?? [], charged, find };
    if (row.state === 'settled') checkSettled(lived);
    else checkOther(lived);
  }
  const reports = groupBy(usage, ({ source_id: id }) => id);
  for (const told of book.told) {
    const { deed, index } = told.action;
    if (deed.kind !== 'report') continue;
    for (const { cost_nano_usd: cost } of reports.get(`a${index}`) ?? []) {
      if (cost !== costOf(deed.spent)) find(`${nameOf(told)} is booked at ${cost}, not ${costOf(deed.spent)}`);
    }
  }
}
