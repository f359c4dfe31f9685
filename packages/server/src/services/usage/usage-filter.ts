/** The columns that usage can be filtered by. */
const usageLabels = ['agent', 'workflow', 'connection', 'user_id', 'team', 'provider', 'model', 'run'] as const;

type UsageLabel = (typeof usageLabels)[number];

/** Which usage records of an org are meant, by their labels and by the time of use (from inclusive, to exclusive). */
export interface UsageFilter {
  readonly labels: { readonly [label in UsageLabel]?: string | undefined };
  readonly fromMs: number | null;
  readonly toMs: number | null;
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
  for (const name of usageLabels) if (labels[name] !== undefined) made.add(`${name} =`, labels[name]);
  if (fromMs !== null) made.add('time >=', new Date(fromMs));
  if (toMs !== null) made.add('time <', new Date(toMs));
  return made;
}
