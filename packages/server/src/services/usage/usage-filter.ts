import { type ReportDimension, type ReportFilters, reportDimensions } from '../reports/report-dimension.ts';

/** Which usage records of an org are meant, by their labels and by the time of use (from inclusive, to exclusive). */
export interface UsageFilter {
  /** As reports filter, so that the records of a report are found by what it was asked. */
  readonly labels: ReportFilters;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

type ColumnDimension = Exclude<ReportDimension, 'model' | 'type' | 'outcome'>;

const columns: Readonly<Record<ColumnDimension, string>> = {
  agent: 'agent',
  workflow: 'workflow',
  connection: 'connection',
  user: 'user_id',
  team: 'team',
  provider: 'provider',
  run: 'run',
};

/** The type of what a correction corrects is the correction's type too. */
const correctedType = `(SELECT c.type FROM usage_records c
  WHERE c.org_id = usage_records.org_id AND c.id = usage_records.correction_of)`;

const outcome = `CASE WHEN type = 'correction' THEN 'correction' WHEN cost_nano_usd IS NULL THEN 'unpriced'
  WHEN estimated THEN 'estimated' ELSE 'exact' END`;

/** What a dimension must be for the values of a parameter; the empty value is no label. */
function conditionOn(dimension: ReportDimension, values: readonly string[], parameter: string): string {
  const any = `= ANY (${parameter}::text[])`;
  if (dimension === 'type') return `coalesce(${correctedType}, type) ${any}`;
  if (dimension === 'outcome') return `${outcome} ${any}`;
  const column = dimension === 'model' ? 'model' : columns[dimension];
  const absent = values.includes('') ? ` OR ${column} IS NULL` : '';
  const canonical = dimension === 'model' ? ` OR provider || '/' || model ${any}` : '';
  return `(${column} ${any}${canonical}${absent})`;
}

/** Conditions of a statement on usage_records, with the values that they name. */
export interface Conditions {
  readonly values: unknown[];
  /** Adds a condition that ends in the operator before its value. */
  add(condition: string, value: unknown): void;
  /** Keeps a value, and returns its parameter. */
  parameter(value: unknown): string;
  text(): string;
}

/** Only what is asked for stands in the statement, so that the planner sees what it has to find. */
export function usageConditions(orgId: string, { labels, fromMs, toMs }: UsageFilter): Conditions {
  const values: unknown[] = [orgId];
  const conditions = ['org_id = $1'];
  const made: Conditions = {
    values,
    add: (condition, value) => void conditions.push(`${condition} ${made.parameter(value)}`),
    parameter: (value) => `$${values.push(value)}`,
    text: () => conditions.join(' AND '),
  };
  for (const dimension of reportDimensions) {
    const wanted = labels[dimension];
    if (wanted !== undefined) conditions.push(conditionOn(dimension, wanted, made.parameter(wanted)));
  }
  if (fromMs !== null) made.add('time >=', new Date(fromMs));
  if (toMs !== null) made.add('time <', new Date(toMs));
  return made;
}
