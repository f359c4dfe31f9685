import type { OrgBook, Told } from '../run/book.ts';
import { userOf } from '../run/request-of.ts';
import { nanoUsdOf } from '../run/usd.ts';
import type { Evidence, OrgEvidence } from './evidence.ts';
import { groupBy } from './evidence.ts';

function isDone({ answer }: Told): boolean {
  return answer !== null && answer.status < 300;
}

/** What an action is called in a finding. */
export function nameOf({ action, answer }: Told): string {
  const told = answer === null ? 'no answer' : `${answer.status} ${answer.code ?? ''}`.trim();
  return `a${action.index} ${action.deed.kind} (${told})`;
}

/** What was asked with a key, by whomever: what was refused for a moment, with 429, may be admitted when it is asked again. */
function byKey({ told }: OrgBook): ReadonlyMap<string, readonly Told[]> {
  return groupBy(told, ({ request }) => request.idempotency);
}

/** What was admitted is there once; what was refused left nothing; what nobody answered is there once or not at all. */
export function checkReservations({ book, reservations, find }: OrgEvidence): void {
  const byUser = groupBy(reservations, ({ user_id: user }) => user);
  const asked = new Set<string>();
  const sameKey = byKey(book);
  for (const told of book.told) {
    if (told.action.deed.kind !== 'reserve') continue;
    const user = userOf(told.action.index);
    asked.add(user);
    const rows = byUser.get(user) ?? [];
    if (rows.length > 1) find(`${nameOf(told)} made ${rows.length} reservations`);
    if (isDone(told) && rows[0]?.id !== told.answer!.body['id']) find(`${nameOf(told)} is not there`);
    const all = sameKey.get(told.request.idempotency ?? '') ?? [told];
    const isRefused = all.every((one) => one.answer !== null && !isDone(one));
    if (isRefused && rows.length > 0) find(`${nameOf(told)} was refused, and is there`);
    if (rows[0] !== undefined && rows[0].agent !== told.action.deed.labels.agent)
      find(`${nameOf(told)} is another agent's`);
  }
  for (const { id, user_id: user, origin } of reservations) {
    if (origin === 'api' && (user === null || !asked.has(user))) find(`nobody asked for reservation ${id}`);
  }
}

/** Reports and runs: there once where they were answered, not at all where they were refused. */
export async function checkNamed({ pool }: Evidence, { book, usage, find }: OrgEvidence): Promise<void> {
  const bySource = groupBy(usage, ({ source_id: id }) => id);
  for (const told of book.told) {
    if (told.action.deed.kind !== 'report') continue;
    const rows = bySource.get(`a${told.action.index}`) ?? [];
    if (isDone(told) && rows.length !== 1) find(`${nameOf(told)} is booked ${rows.length} times`);
    if (told.answer !== null && !isDone(told) && rows.length > 0) find(`${nameOf(told)} was refused, and is booked`);
  }
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM runs WHERE org_id = $1', [book.id]);
  const runs = new Set(rows.map(({ id }) => id));
  for (const told of book.told) {
    if (told.action.deed.kind === 'start-run' && isDone(told) && !runs.has(told.action.deed.run)) {
      find(`${nameOf(told)} is not there`);
    }
  }
}

const entryKinds = { 'top-up': 'top_up', grant: 'grant', adjust: 'adjustment', refund: 'refund' } as const;

interface EntryRow {
  readonly kind: string;
  readonly amount_nano_usd: bigint;
  readonly reference: string | null;
}

/** Credit that was moved: once for each answer, by its amount; and no credit that nobody moved. */
export async function checkCredit({ pool, plan, bank }: Evidence, { index, book, find }: OrgEvidence): Promise<void> {
  const { rows } = await pool.query<EntryRow>(
    'SELECT kind, amount_nano_usd, reference FROM ledger_entries WHERE org_id = $1 AND reference IS NOT NULL',
    [book.id],
  );
  const entries = groupBy(rows, ({ kind, reference }) => `${kind} ${reference}`);
  for (const told of book.told) {
    const { deed } = told.action;
    if (!(deed.kind in entryKinds)) continue;
    const name = `${entryKinds[deed.kind as keyof typeof entryKinds]} a${told.action.index}`;
    const own = entries.get(name) ?? [];
    entries.delete(name);
    if (isDone(told) && own.length !== 1) find(`${nameOf(told)} is booked ${own.length} times`);
    if (told.answer !== null && !isDone(told) && own.length > 0) find(`${nameOf(told)} was refused, and is booked`);
    const asked = nanoUsdOf(String((told.request.body as Record<string, unknown>)['amount_usd']));
    const expected = deed.kind === 'refund' ? -asked : asked;
    for (const one of own) {
      if (one.amount_nano_usd !== expected) find(`${nameOf(told)} moved ${one.amount_nano_usd}, not ${expected}`);
    }
  }
  const first = plan.orgs[index]!.creditNanoUsd;
  if (first !== null) {
    if (entries.get('top_up first')?.[0]?.amount_nano_usd !== first) find('the first credit is not there');
    entries.delete('top_up first');
  }
  const paid = [...entries].filter(([name]) => /^(top_up|claw_back|reinstatement) /.test(name));
  const booked = paid.flatMap(([, own]) => own).reduce((sum, { amount_nano_usd: amount }) => sum + amount, 0n);
  if (booked !== bank.netNanoUsd(index)) find(`payments came to ${bank.netNanoUsd(index)}, and ${booked} is booked`);
  for (const [name, { length }] of entries) {
    if (!/^(expiry|top_up|claw_back|reinstatement) /.test(name)) find(`nobody moved ${name} (${length} entries)`);
  }
}
