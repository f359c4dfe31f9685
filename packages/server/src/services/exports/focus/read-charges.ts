import type { LedgerEntryKind } from '@cofferdam/core';
import type { Queryable } from '../../../store/connection.ts';
import { sqlFile } from '../../../store/sql-file.ts';
import { type UsageExport, usagePages } from '../usage-pages.ts';
import { type Charge, type CreditCharge, dayOf, DayOfCharges, type TagLabel } from './charges.ts';
import { meterLines } from './meter-lines.ts';
import type { SourcesOf } from './price-sources.ts';

const creditChanges = sqlFile('exports/credit-changes.sql');

/** Rating a record takes a while: with more at once, others would wait for it. */
const pageSize = 500;

export interface ChargesSearch {
  readonly orgId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly throughSeq: number;
  readonly tags: readonly TagLabel[];
}

async function* usageCharges(db: Queryable, search: ChargesSearch, sourcesOf: SourcesOf): AsyncGenerator<Charge[]> {
  const records: UsageExport = { ...search, labels: {} };
  let day: DayOfCharges | null = null;
  for await (const page of usagePages(db, records, pageSize)) {
    for (const record of page) {
      const dayMs = dayOf(record.timeMs);
      if (day?.dayMs !== dayMs) {
        if (day !== null) yield day.charges();
        day = new DayOfCharges(dayMs, search.tags);
      }
      day.add(record, meterLines(record, sourcesOf));
    }
  }
  if (day !== null) yield day.charges();
}

interface CreditRow {
  id: string;
  kind: LedgerEntryKind;
  amount_nano_usd: bigint;
  time: number;
  reference: string | null;
}

async function* creditCharges(db: Queryable, search: ChargesSearch): AsyncGenerator<CreditCharge[]> {
  const { orgId, throughSeq, fromMs, toMs } = search;
  const period = [orgId, throughSeq, new Date(fromMs), new Date(toMs)];
  let after: [Date, string] = [new Date(fromMs), '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await db.query<CreditRow>(creditChanges.text, [...period, ...after, pageSize]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ kind, amount_nano_usd: amountNanoUsd, time, reference }) => ({
      kind: 'credit',
      dayMs: dayOf(time),
      entry: kind,
      amountNanoUsd,
      reference,
    }));
    after = [new Date(last.time), last.id];
  }
}

/** The charges of a period, a day of usage at a time, and then what else changed the wallet. */
export async function* readCharges(
  db: Queryable,
  search: ChargesSearch,
  sourcesOf: SourcesOf,
): AsyncGenerator<readonly Charge[]> {
  yield* usageCharges(db, search, sourcesOf);
  yield* creditCharges(db, search);
}
