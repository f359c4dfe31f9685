import {
  AgentPausedError,
  BudgetExhaustedError,
  Cofferdam,
  type CofferdamOptions,
  nothingSpent,
  NotFoundError,
  RunCapExceededError,
  systemClock,
  UnsettledError,
  ValidationError,
} from '@cofferdam/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestNode, testAdminKey, type TestNode } from '../api/support/test-node.ts';

let node: TestNode;
let baseUrl: string;
let client: Cofferdam;
let shiftMs = 0;
beforeAll(async () => {
  node = await startTestNode({ clock: () => Date.now() + shiftMs });
  baseUrl = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
  client = connect();
});
afterAll(() => node.close());

function connect(options: CofferdamOptions = {}): Cofferdam {
  return new Cofferdam({ baseUrl, apiKey: testAdminKey, ...options });
}

/** What the ledger itself has of a run's or an agent's spend, in nano-USD, by plain SQL. */
async function booked(column: 'run' | 'agent', value: string): Promise<{ cost: string; records: number }> {
  const { rows } = await node.pool.query<{ cost: string; records: number }>(
    `SELECT coalesce(sum(cost_nano_usd), 0)::text AS cost, count(*)::int AS records FROM usage_records WHERE ${column} = $1`,
    [value],
  );
  return rows[0]!;
}

/** How many reservations of an agent are in each state. */
async function states(agent: string): Promise<Record<string, number>> {
  const { rows } = await node.pool.query<{ state: string; count: number }>(
    'SELECT state, count(*)::int AS count FROM reservations WHERE agent = $1 GROUP BY state',
    [agent],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const openai = { provider: 'openai', model: 'gpt-4o' };

describe('a run', () => {
  test('settles what its work used, and ends as it ended', async () => {
    const id = await client.run({ agent: 'writer', workflow: 'w', limit_usd: '1' }, async (run) => {
      const text = await run.withReservation(
        { ...openai, estimate: { input_tokens: 1000, max_output_tokens: 500 } },
        async (reservation) => {
          expect(reservation.amount_usd).toBe('0.0075');
          return { result: 'done', actual: { usage: { ...openai, input_tokens: 800, output_tokens: 100 } } };
        },
      );
      expect(text).toBe('done');
      return run.id;
    });
    const run = await client.runs.get(id);
    expect(run).toMatchObject({
      status: 'succeeded',
      agent: 'writer',
      workflow: 'w',
      spent_usd: '0.003',
      reserved_usd: '0',
    });
    expect(await booked('run', id)).toEqual({ cost: '3000000', records: 1 });
  });

  test('fails where its work does, and what was under way is charged as reserved', async () => {
    let id = '';
    const failing = client.run({ agent: 'failing' }, (run) => {
      id = run.id;
      return run.withReservation({ amount_usd: '0.02' }, () => Promise.reject(new Error('broke')));
    });
    await expect(failing).rejects.toThrow('broke');
    expect(await client.runs.get(id)).toMatchObject({ status: 'failed', spent_usd: '0.02', reserved_usd: '0' });
    const [record] = (await client.usage.list({ run: id })).data;
    expect(record).toMatchObject({ estimated: true, cost_usd: '0.02' });
  });

  test('is cancelled by its signal, and nothing that was reserved stays so', async () => {
    const stop = new AbortController();
    let id = '';
    const cancelled = client.run({ agent: 'stopped', signal: stop.signal }, (run) => {
      id = run.id;
      return run.withReservation({ amount_usd: '0.5' }, async (reservation) => {
        reservation.note({ cost_usd: '0.1' });
        reservation.note({ cost_usd: '0.02' });
        stop.abort();
        run.signal?.throwIfAborted();
        return { result: 1, actual: nothingSpent };
      });
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(await client.runs.get(id)).toMatchObject({ status: 'cancelled', spent_usd: '0.12', reserved_usd: '0' });
  });

  test('holds sub-agents under its cap, and says what is short', async () => {
    await client.run({ agent: 'planner', limit_usd: '0.1' }, async (run) => {
      await run.run({ agent: 'searcher' }, async (child) => {
        await child.withReservation({ amount_usd: '0.06' }, async () => ({ result: 0, actual: { cost_usd: '0.06' } }));
        const refused = await child.hold({ amount_usd: '0.06' }).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(RunCapExceededError);
        expect(refused).toBeInstanceOf(BudgetExhaustedError);
        expect(refused).toMatchObject({ subject: run.id, available: '0.04', required: '0.06', limit: '0.1' });
      });
      expect(await client.runs.tree(run.id)).toMatchObject({
        spent_usd: '0.06',
        data: [{ agent: 'searcher', depth: 1 }],
      });
    });
  });

  test('of an agent that is paused spends nothing', async () => {
    await client.agents.create({ id: 'paused' });
    await client.agents.pause('paused');
    await expect(client.run({ agent: 'paused' }, async () => 1))
      .resolves.toBe(1)
      .catch(() => undefined);
    const refused = client.as({ agent: 'paused' }).hold({ amount_usd: '0.01' });
    await expect(refused).rejects.toBeInstanceOf(AgentPausedError);
  });
});

describe('a reservation', () => {
  test('of which nothing was spent is given back', async () => {
    const spender = client.as({ agent: 'idle' });
    const result = await spender.withReservation({ amount_usd: '1' }, async () => ({
      result: 5,
      actual: nothingSpent,
    }));
    expect(result).toBe(5);
    const failed = spender.withReservation({ amount_usd: '1' }, async (held) => {
      held.note(nothingSpent);
      throw new Error('not sent');
    });
    await expect(failed).rejects.toThrow('not sent');
    expect(await states('idle')).toEqual({ released: 2 });
    expect(await booked('agent', 'idle')).toEqual({ cost: '0', records: 0 });
  });

  test('that was given back after an expiry that charged costs nothing in the end', async () => {
    const held = await client.as({ agent: 'slow' }).hold({ amount_usd: '1', ttl_seconds: 1, on_expiry: 'charge' });
    shiftMs += 5000;
    await client
      .as({ agent: 'slow' })
      .withReservation({ amount_usd: '0.1' }, async () => ({ result: 0, actual: nothingSpent }));
    expect(await booked('agent', 'slow')).toMatchObject({ cost: '1000000000' });
    await held.release();
    expect(await booked('agent', 'slow')).toMatchObject({ cost: '0' });
  });

  test('of which the usage is refused is charged as reserved, and somebody is told', async () => {
    const problems: unknown[] = [];
    const spender = connect({ onProblem: ({ error }) => problems.push(error) }).as({ agent: 'muddled' });
    const usage = { ...openai, input_tokens: 1, cache_read_tokens: 2, output_tokens: 1 };
    await spender.withReservation({ amount_usd: '0.3' }, async () => ({ result: 0, actual: { usage } }));
    expect(problems).toMatchObject([{ code: 'invalid_usage' }]);
    expect(problems[0]).toBeInstanceOf(ValidationError);
    expect(await booked('agent', 'muddled')).toEqual({ cost: '300000000', records: 1 });
  });

  test('is extended for as long as its work takes', async () => {
    let beat = (): void => undefined;
    const clock = {
      nowMs: () => Date.now(),
      wait: (ms: number, signal?: AbortSignal) =>
        ms === 2000 ? new Promise<void>((resolve) => (beat = resolve)) : systemClock.wait(ms, signal),
    };
    const spender = connect({ clock }).as({ agent: 'patient' });
    await spender.withReservation({ amount_usd: '0.1', ttl_seconds: 6 }, async (held) => {
      const before = await client.reservations.get(held.id);
      shiftMs += 2000;
      beat();
      let after = before;
      while (after.expires_at === before.expires_at) after = await client.reservations.get(held.id);
      expect(Date.parse(after.expires_at) - Date.parse(before.expires_at)).toBeGreaterThanOrEqual(2000);
      return { result: 0, actual: { cost_usd: '0.1' } };
    });
    expect(await states('patient')).toEqual({ settled: 1 });
  });

  test('whose settle gets no answer, without a journal, is raised with what it came to', async () => {
    let isDown = false;
    const cutting = connect({
      maxRetries: 0,
      clock: { nowMs: () => 0, wait: (ms, signal) => (ms > 10_000 ? systemClock.wait(ms, signal) : Promise.resolve()) },
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError('cut')) : fetch(input, init)),
    });
    const lost: unknown = await cutting
      .as({ agent: 'cut' })
      .withReservation({ amount_usd: '0.1' }, async () => {
        isDown = true;
        return { result: 'paid for', actual: { cost_usd: '0.07' } };
      })
      .catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(UnsettledError);
    const { reservation, actual, result } = lost as UnsettledError;
    expect([result, actual]).toEqual(['paid for', { cost_usd: '0.07' }]);
    await client.reservations.settle(reservation, actual as { cost_usd: string });
    expect(await booked('agent', 'cut')).toEqual({ cost: '70000000', records: 1 });
  });
});

describe('tools', () => {
  test('cost their price from the same budgets as tokens', async () => {
    await client.budgets.create({
      name: 'tools',
      per: 'agent',
      match: { agent: 'handy' },
      window: 'day',
      limit_usd: '0.1',
    });
    await client.run({ agent: 'handy' }, async (run) => {
      const search = run.meterTool('search', '0.03', async (query: string) => query.length);
      expect(await search('four')).toBe(4);
      const lookUp = run.meterTool(
        'look-up',
        { at_most_usd: '0.05', actual_usd: (found: string[]) => `0.0${found.length}` },
        (...names: string[]) => names,
      );
      expect(await lookUp('a', 'b')).toEqual(['a', 'b']);
      const broken = run.meterTool('broken', { at_most_usd: '0.01', free_on_error: true }, () =>
        Promise.reject(new Error('no')),
      );
      await expect(broken()).rejects.toThrow('no');
      expect(await run.available()).toMatchObject({ usd: '0.05', nearest: 'tools' });
      await lookUp('a', 'b', 'c');
      await expect(search('no more')).rejects.toBeInstanceOf(BudgetExhaustedError);
      const used = await client.usage.list({ run: run.id });
      expect(used.data.map(({ tool, cost_usd }) => [tool, cost_usd])).toEqual([
        ['look-up', '0.03'],
        ['look-up', '0.02'],
        ['search', '0.03'],
      ]);
    });
  });
});

describe('what is left', () => {
  test('is known without a call, and is what the server says', async () => {
    const budget = await client.budgets.create({
      name: 'left',
      per: 'agent',
      match: { agent: 'counting' },
      window: 'day',
      limit_usd: '2',
    });
    const soft = { name: 'soft', per: 'agent', match: { agent: 'counting' }, window: 'day', limit_usd: '0.5' } as const;
    await client.budgets.create({ ...soft, enforcement: 'soft' });
    await client.run({ agent: 'counting', limit_usd: '3' }, async (run) => {
      expect(await run.available()).toMatchObject({ usd: '3', nearest: run.id });
      const work = (cost: string) =>
        run.withReservation({ amount_usd: '0.3' }, async () => ({ result: 0, actual: { cost_usd: cost } }));
      await Promise.all([work('0.1'), work('0.25'), work('0.3')]);
      const [counter] = (await client.budgets.counters(budget.id)).data;
      expect(counter?.available_usd).toBe('1.35');
      expect(run.lastAvailable()).toMatchObject({ usd: '1.35', nearest: 'left' });
    });
  });
});

test('spend that nobody reserved is charged once', async () => {
  const spender = client.as({ agent: 'importer' });
  const report = { source: 'night', id: 'row-1', cost_usd: '0.5' };
  await spender.report(report);
  await spender.report(report);
  expect(await booked('agent', 'importer')).toEqual({ cost: '500000000', records: 1 });
});

test('files come whole or part by part; what is not there is a NotFoundError', async () => {
  const csv = await client.exports.usage({ format: 'csv', agent: 'importer' });
  expect(csv.trim().split('\n')).toHaveLength(2);
  const stream = await client.stream({ method: 'GET', path: '/v1/exports/usage?format=csv&agent=importer' });
  expect(await new Response(stream).text()).toBe(csv);
  await expect(client.stream({ method: 'GET', path: '/v1/nothing' })).rejects.toBeInstanceOf(NotFoundError);
  const imported = await client.imports.usage('id,agent,cost_usd,time\n1,old,0.2,2026-01-01T00:00:00Z\n', {
    source: 'past',
  });
  expect(imported).toMatchObject({ rows: 1, imported: 1, cost_usd: '0.2' });
  expect(
    (await client.budgets.update((await client.budgets.list()).data[0]!.id, { limit_usd: '9' }, { reason: 'more' }))
      .limit_usd,
  ).toBe('9');
  expect((await client.audit.list()).data[0]).toMatchObject({ reason: 'more' });
});
