import pg from 'pg';

/** A node of a plan that was carried out. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

export interface Explained {
  readonly name: string;
  readonly nodes: readonly PlanNode[];
}

type Value = string | number | bigint | boolean | Buffer | null | undefined | readonly string[];

function arrayText(values: readonly string[]): string {
  const items = values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`);
  return `{${items.join(',')}}`;
}

function literal(value: Value): string {
  if (value === null || value === undefined) return 'NULL';
  if (Buffer.isBuffer(value)) return pg.escapeLiteral(`\\x${value.toString('hex')}`);
  return pg.escapeLiteral(typeof value === 'object' ? arrayText(value) : String(value));
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

interface Named {
  readonly name: string;
  readonly text: string;
  readonly values: readonly Value[];
}

function isNamed(query: unknown): query is Named {
  return typeof query === 'object' && query !== null && 'name' in query;
}

/**
 * Explains every named statement that `work` sends on the connection, with the very parameters that it sends and the
 * plan that the connection would use again and again; each is carried out twice, and the first time undone.
 */
export async function explaining(client: pg.Client, work: () => Promise<unknown>): Promise<Explained[]> {
  const explained: Explained[] = [];
  const prepared = new Set<string>();
  const send = client.query.bind(client) as (query: unknown, values?: unknown) => Promise<pg.QueryResult>;
  let last: Promise<unknown> = Promise.resolve();

  async function explain({ name, text, values }: Named): Promise<void> {
    const statement = pg.escapeIdentifier(`explained ${name}`);
    if (!prepared.has(name)) await send(`PREPARE ${statement} AS ${text}`);
    prepared.add(name);
    await send('SAVEPOINT explained');
    const execute = `EXECUTE ${statement} (${values.map(literal).join(', ')})`;
    const { rows } = await send(`EXPLAIN (ANALYZE, FORMAT JSON) ${execute}`);
    await send('ROLLBACK TO SAVEPOINT explained');
    const [{ Plan: plan }] = (rows[0] as { 'QUERY PLAN': [{ Plan: PlanNode }] })['QUERY PLAN'];
    explained.push({ name, nodes: flatten(plan) });
  }

  const explainedFirst = (query: unknown, values?: unknown): Promise<pg.QueryResult> => {
    const result = last.then(async () => {
      if (isNamed(query)) await explain(query);
      return send(query, values);
    });
    last = result.catch(() => undefined);
    return result;
  };
  Object.assign(client, { query: explainedFirst });
  try {
    await work();
  } finally {
    Object.assign(client, { query: send });
  }
  return explained;
}
