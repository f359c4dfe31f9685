/** What a report can be broken down by, and filtered by. */
export const reportDimensions = [
  'agent',
  'workflow',
  'connection',
  'user',
  'team',
  'provider',
  'model',
  'run',
  'type',
  'outcome',
] as const;

export type ReportDimension = (typeof reportDimensions)[number];

/**
 * Dimensions as expressions on a row `f` of usage_facts or, but for the run, of usage_rollups; empty where there is no
 * such label. A model is canonical: the same name at two providers is two.
 */
export const dimensionSql: { readonly [dimension in ReportDimension]: string } = {
  agent: 'f.agent',
  workflow: 'f.workflow',
  connection: 'f.connection',
  user: 'f.user_id',
  team: 'f.team',
  provider: 'f.provider',
  model: "CASE WHEN f.provider = '' OR f.model = '' THEN f.model ELSE f.provider || '/' || f.model END",
  run: 'f.run',
  type: 'f.type',
  outcome: 'f.outcome',
};

/** The values that are looked for, by dimension; the empty one stands for no label. */
export type ReportFilters = { readonly [dimension in ReportDimension]?: readonly string[] | undefined };

export interface FilterSql {
  /** Conditions on a row `f`, to be put after others. */
  readonly sql: string;
  readonly values: readonly (readonly string[])[];
}

/** A model is found by its own name at any provider, and by its canonical name. */
function conditionOn(dimension: ReportDimension, parameter: string): string {
  const own = `${dimensionSql[dimension]} = ANY (${parameter}::text[])`;
  return dimension === 'model' ? `(${own} OR f.model = ANY (${parameter}::text[]))` : own;
}

/** Filters as conditions, whose parameters begin at a number. */
export function filterSql(filters: ReportFilters, firstParameter: number): FilterSql {
  const asked = reportDimensions.filter((dimension) => filters[dimension] !== undefined);
  const conditions = asked.map((dimension, index) => ` AND ${conditionOn(dimension, `$${firstParameter + index}`)}`);
  return { sql: conditions.join(''), values: asked.map((dimension) => filters[dimension] ?? []) };
}
