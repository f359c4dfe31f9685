import type { Dimensions } from '@cofferdam/core';
import type { Cell } from './columns.ts';

/** The labels of a charge, as every table that carries them names their columns. */
export interface DimensionRow {
  agent: string;
  workflow: string | null;
  connection: string | null;
  user_id: string | null;
  team: string | null;
  provider: string | null;
  model: string | null;
}

export function dimensionsOfRow(row: DimensionRow): Dimensions {
  return {
    agent: row.agent,
    workflow: row.workflow,
    connection: row.connection,
    user: row.user_id,
    team: row.team,
    provider: row.provider,
    model: row.model,
  };
}

type Labelled = { readonly dimensions: Dimensions };

/** In the order in which every statement has them. */
export const dimensionColumns: readonly ((row: Labelled) => Cell)[] = [
  (row) => row.dimensions.agent,
  (row) => row.dimensions.workflow,
  (row) => row.dimensions.connection,
  (row) => row.dimensions.user,
  (row) => row.dimensions.team,
  (row) => row.dimensions.provider,
  (row) => row.dimensions.model,
];
