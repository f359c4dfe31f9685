import type { ActionKind } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { type KeptRestriction, restrictionOf, type RestrictionRow } from './restriction.ts';
import { statements } from './statements.ts';

/** Which restrictions are asked for; null for any. `budget` is an id or a name. */
export interface RestrictionSearch {
  readonly beforeId: string | null;
  readonly budget: string | null;
  readonly subject: string | null;
  readonly kind: ActionKind | null;
  /** Whether it holds somebody at `nowMs`. */
  readonly active: boolean | null;
  readonly nowMs: number;
  readonly limit: number;
}

/** Restrictions of an org, newest first. */
export async function listRestrictions(
  db: Queryable,
  orgId: string,
  search: RestrictionSearch,
): Promise<KeptRestriction[]> {
  const { beforeId, budget, subject, kind, active, nowMs, limit } = search;
  const values = [orgId, beforeId, budget, subject, kind, active, new Date(nowMs), limit];
  const { rows } = await db.query<RestrictionRow>({ ...statements.listRestrictions, values });
  return rows.map(restrictionOf);
}
