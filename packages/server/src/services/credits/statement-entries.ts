import type { LedgerEntry } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { ledgerEntryOf, type EntryRow } from '../../store/lane/entry-row.ts';
import { idsOf, type StatementMonth } from './statement-month.ts';
import { statements } from './statements.ts';

/** Whom the charge behind an entry is booked to; all null where no usage brought the entry about. */
export interface BookedTo {
  readonly agent: string | null;
  readonly team: string | null;
  readonly user: string | null;
  readonly workflow: string | null;
  readonly connection: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly run: string | null;
  readonly correctionOf: string | null;
}

export interface BookedEntry {
  readonly entry: LedgerEntry;
  readonly bookedTo: BookedTo;
}

interface BookedRow extends EntryRow {
  agent: string | null;
  team: string | null;
  user_id: string | null;
  workflow: string | null;
  connection: string | null;
  provider: string | null;
  model: string | null;
  run: string | null;
  correction_of: string | null;
}

function bookedEntryOf(row: BookedRow): BookedEntry {
  const { agent, team, user_id: user, workflow, connection, provider, model, run, correction_of: correctionOf } = row;
  return {
    entry: ledgerEntryOf(row),
    bookedTo: { agent, team, user, workflow, connection, provider, model, run, correctionOf },
  };
}

/**
 * Every movement of a month up to a seq, oldest first, a page at a time. Entries are only ever added, each with a greater
 * seq: so all pages are of one state, without a transaction that stays open for as long as the receiver takes.
 */
export async function* entryPages(
  db: Queryable,
  orgId: string,
  month: StatementMonth,
  throughSeq: number,
  size: number,
): AsyncGenerator<BookedEntry[]> {
  const [fromId, toId] = idsOf(month);
  let after = fromId;
  for (;;) {
    const values = [orgId, after, toId, throughSeq, size];
    const { rows } = await db.query<BookedRow>({ ...statements.entriesAfter, values });
    if (rows.length > 0) yield rows.map(bookedEntryOf);
    if (rows.length < size) return;
    after = rows.at(-1)!.id;
  }
}
