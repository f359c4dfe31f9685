import type pg from 'pg';

export interface Counts {
  statements: number;
  /** Times that the client had to wait for the server before it could go on. */
  turns: number;
}

/** Counts what is sent on a connection; statements that are on their way together are one turn. */
export async function counted(client: pg.Client, work: () => Promise<unknown>): Promise<Counts> {
  const counts: Counts = { statements: 0, turns: 0 };
  const send = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  let waiting = 0;
  const counting = (...args: unknown[]): Promise<unknown> => {
    counts.statements += 1;
    if (waiting === 0) counts.turns += 1;
    waiting += 1;
    return send(...args).finally(() => (waiting -= 1));
  };
  Object.assign(client, { query: counting });
  try {
    await work();
  } finally {
    Object.assign(client, { query: send });
  }
  return counts;
}
