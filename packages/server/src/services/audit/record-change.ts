import type { Queryable } from '../../store/connection.ts';
import { type Cell, columnsOf, timestamp } from '../../store/lane/columns.ts';
import { idAfter } from '../ids.ts';
import type { Changing } from '../org-transaction.ts';
import type { Change, Facts, RecordedChange } from './change.ts';
import { statements } from './statements.ts';

function json(facts: Facts | null): string | null {
  return facts === null ? null : JSON.stringify(facts);
}

/** In the order of insert-changes.sql. */
const columns: readonly ((change: RecordedChange) => Cell)[] = [
  (c) => c.id,
  (c) => timestamp(c.timeMs),
  (c) => c.actor.kind,
  (c) => c.actor.id,
  (c) => c.actor.name,
  (c) => c.action,
  (c) => c.target.kind,
  (c) => c.target.id,
  (c) => c.target.name,
  (c) => json(c.before),
  (c) => json(c.after),
  (c) => c.reason,
];

/** The members in which two states differ. */
function differing(facts: Facts, other: Facts): Facts {
  const isOther = (name: string): boolean => JSON.stringify(facts[name]) !== JSON.stringify(other[name]);
  return Object.fromEntries(Object.entries(facts).filter(([name]) => isOther(name)));
}

/** The change without what stayed as it was; null where nothing changed. */
function narrowed(change: Change): Change | null {
  const { before, after } = change;
  if (before === null || after === null) return change;
  const narrow = { ...change, before: differing(before, after), after: differing(after, before) };
  return Object.keys(narrow.before).length + Object.keys(narrow.after).length === 0 ? null : narrow;
}

/** Writes rows of the log inside the transaction of what they tell of. */
export async function insertChanges(tx: Queryable, orgId: string, changes: readonly RecordedChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query({ ...statements.insertChanges, values: [orgId, ...columnsOf(changes, columns)] });
}

/**
 * Puts a change of an org into its audit log, in the transaction of the change: who and why are the transaction's own
 * (`by`). Of `before` and `after` only what differs is kept; a change that changed nothing is none.
 */
export async function recordChange({ tx, orgId, nowMs, by }: Changing, change: Change): Promise<void> {
  const narrow = narrowed(change);
  if (narrow === null) return;
  const newest = await tx.query<{ id: string }>({ ...statements.newestChange, values: [orgId] });
  const id = idAfter(newest.rows[0]?.id ?? null, nowMs);
  await insertChanges(tx, orgId, [{ ...narrow, ...by, id, timeMs: nowMs }]);
}
