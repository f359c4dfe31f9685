import { decodeNorm, type Norm, sinceOf, type Usual, usualOf } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { statements } from './statements.ts';

/** What is usual for an agent, in one of its series. */
export interface KnownNorm {
  /** Empty for all charges of the agent, `runs` for its runs; else a model, `tool NAME`, or `cost`. */
  readonly series: string;
  readonly norm: Norm;
  readonly sinceMs: number;
  readonly updatedMs: number;
  readonly cost: Usual;
}

interface NormRow {
  readonly series: string;
  readonly state: Buffer;
  readonly updated_at: number;
}

/** The norms of an agent, by series; none where nothing was charged yet. */
export async function findNorms(db: Queryable, orgId: string, agent: string): Promise<readonly KnownNorm[]> {
  const { rows } = await db.query<NormRow>({ ...statements.findNorms, values: [orgId, agent] });
  return rows.flatMap(({ series, state, updated_at: updatedMs }) => {
    const norm = decodeNorm(state);
    const cost = usualOf(norm, 'cost');
    return cost === null ? [] : [{ series, norm, sinceMs: sinceOf(norm), updatedMs, cost }];
  });
}
