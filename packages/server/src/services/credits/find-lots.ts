import type { Lot, LotDraw } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { idBounds } from '../../store/lane/columns.ts';
import { type DrawRow, lotDrawOf, lotOf, type LotRow } from '../../store/lane/lot-row.ts';
import { statements } from './statements.ts';

export interface LotSearch {
  readonly beforeId: string | null;
  /** Those with nothing left too. */
  readonly all: boolean;
  readonly limit: number;
}

/** Lots of an org's wallet, newest first. */
export async function findLots(db: Queryable, orgId: string, { beforeId, all, limit }: LotSearch): Promise<Lot[]> {
  const { rows } = await db.query<LotRow>({ ...statements.findLots, values: [orgId, beforeId, all, limit] });
  return rows.map(lotOf);
}

/** Lots with anything left, in the order in which a charge draws them. */
export async function findLotsToDraw(
  db: Queryable,
  orgId: string,
  { afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<Lot[]> {
  const { rows } = await db.query<LotRow>({ ...statements.lotsToDraw, values: [orgId, afterId, limit] });
  return rows.map(lotOf);
}

/** What entries took from lots, by entry. */
export async function findDraws(
  db: Queryable,
  orgId: string,
  entryIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LotDraw[]>> {
  const byEntry = new Map<string, LotDraw[]>();
  if (entryIds.length === 0) return byEntry;
  const values = [orgId, entryIds, ...idBounds(entryIds)];
  const { rows } = await db.query<DrawRow>({ ...statements.drawsOfEntries, values });
  for (const draw of rows.map(lotDrawOf)) byEntry.set(draw.entryId, [...(byEntry.get(draw.entryId) ?? []), draw]);
  return byEntry;
}

export interface LotsSummary {
  /** What is left of lots whose time is over, until it is taken. */
  readonly expired: bigint;
  readonly next: { readonly atMs: number; readonly amount: bigint } | null;
}

/** What has expired and what expires next; an org may have thousands of lots, so they are summed where they are. */
export async function summarizeLots(db: Queryable, orgId: string, nowMs: number): Promise<LotsSummary> {
  const values = [orgId, new Date(nowMs)];
  const { rows } = await db.query<{ expired: bigint; next_at: number | null }>({ ...statements.lotsOfWallet, values });
  const { expired = 0n, next_at: atMs = null } = rows[0] ?? {};
  if (atMs === null) return { expired, next: null };
  const next = await db.query<{ amount: bigint }>({ ...statements.expiringAt, values: [orgId, new Date(atMs)] });
  return { expired, next: { atMs, amount: next.rows[0]?.amount ?? 0n } };
}

/** What people know a lot by. */
export type LotName = Pick<Lot, 'source' | 'reference'>;

/** The names of the lots that were drawn from. */
export async function findLotNames(
  db: Queryable,
  orgId: string,
  draws: ReadonlyMap<string, readonly LotDraw[]>,
): Promise<(lotId: string) => LotName | undefined> {
  const ids = new Set([...draws.values()].flatMap((some) => some.map(({ lotId }) => lotId)));
  if (ids.size === 0) return () => undefined;
  const { rows } = await db.query<LotName & { id: string }>({ ...statements.lotNames, values: [orgId, [...ids]] });
  const names = new Map(rows.map(({ id, ...name }) => [id, name]));
  return (lotId) => names.get(lotId);
}
