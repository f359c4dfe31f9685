import type { UsageRecord } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { usageRecordOf, type UsageRow } from '../../store/lane/usage-row.ts';
import { usageConditions, type UsageFilter } from '../usage/usage-filter.ts';

/**
 * What is exported: the records that a filter means, of those with a seq up to `throughSeq`. Records are only ever
 * added, each with a greater seq, so that the bound makes all pages parts of one state, without a transaction that would
 * have to stay open for as long as the receiver takes.
 */
export interface UsageExport extends UsageFilter {
  readonly orgId: string;
  readonly throughSeq: number;
}

/** The org's seq: every record that is there by now has one up to it. */
export async function currentSeq(db: Queryable, orgId: string): Promise<number> {
  const { rows } = await db.query<{ seq: bigint }>('SELECT seq FROM org_lanes WHERE org_id = $1', [orgId]);
  return Number(rows[0]?.seq ?? 0n);
}

async function readPage(
  db: Queryable,
  search: UsageExport,
  after: UsageRecord | undefined,
  size: number,
): Promise<UsageRecord[]> {
  const conditions = usageConditions(search.orgId, search);
  conditions.add('seq <=', search.throughSeq);
  if (after !== undefined) {
    const time = new Date(after.timeMs);
    // The first condition is implied by the second; it is the one that the index on the time is entered by.
    conditions.add('time >=', time);
    conditions.add(`(time, id) > (${conditions.parameter(time)}, `, after.id);
  }
  const where = after === undefined ? conditions.text() : `${conditions.text()})`;
  const { rows } = await db.query<UsageRow>(
    `SELECT * FROM usage_records WHERE ${where} ORDER BY time, id LIMIT ${size}`,
    conditions.values,
  );
  return rows.map(usageRecordOf);
}

/** The records of an export, oldest use first, a page at a time: the next page is read once it is asked for. */
export async function* usagePages(db: Queryable, search: UsageExport, size: number): AsyncGenerator<UsageRecord[]> {
  let page = await readPage(db, search, undefined, size);
  while (page.length > 0) {
    yield page;
    if (page.length < size) return;
    page = await readPage(db, search, page.at(-1), size);
  }
}
