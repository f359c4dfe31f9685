import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
let test: TestNode;
const ids = new Map<string, string>();

const budgets = [
  { name: 'everybody', per: 'org', window: 'month', limit_usd: '100' },
  {
    name: 'each-agent',
    per: 'agent',
    window: 'day',
    limit_usd: '10',
    actions: [{ at: 0.9, do: 'throttle', requests_per_minute: 1_000 }],
  },
  { name: 'each-run', per: 'run', window: 'run', limit_usd: '5' },
  { name: 'at once', per: 'org', limit_concurrent: 4 },
  { name: 'untouched', per: 'team', window: 'day', limit_usd: '1' },
  { name: 'nothing', per: 'agent', match: { agent: 'z' }, window: 'day', limit_usd: '0', enforcement: 'soft' },
];

const used = [
  { time: '2026-11-22T10:00:00Z', agent: 'a', run: 'r0', cost_usd: '8' },
  { time: '2026-11-23T10:00:00Z', agent: 'a', run: 'r1', cost_usd: '2.5' },
  { time: '2026-11-23T10:01:00Z', agent: 'b', run: 'r2', cost_usd: '9.25' },
  { time: '2026-11-23T10:02:00Z', agent: 'c', run: 'r3', cost_usd: '0.0001' },
];

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
  const body = used.map((one, index) => ({ id: `use-${index}`, source: 'test', ...one }));
  expect((await test.call('POST', '/v1/usage', body)).status).toBe(201);
  expect((await test.call('POST', '/v1/runs/r2/finish', { status: 'succeeded' })).status).toBe(200);
  for (const budget of budgets) {
    const made = await test.call('POST', '/v1/budgets', budget);
    ids.set(budget.name, textOf(made.json, 'id'));
  }
  expect((await test.call('POST', '/v1/reservations', { agent: 'a', amount_usd: '4.5' })).status).toBe(201);
});
afterAll(() => test.close());

async function standings(query = ''): Promise<Record<string, unknown>[]> {
  return rowsOf(await test.call('GET', `/v1/budgets/standings?${query}`));
}

async function names(query: string): Promise<unknown[]> {
  return (await standings(query)).map(({ name }) => name);
}

describe('where all budgets stand', () => {
  it('is what is nearest to each limit, spent and reserved together, of the windows that are open', async () => {
    const all = new Map((await standings()).map((one) => [one.name, one]));
    expect(all.get('each-agent')).toMatchObject({ subjects: 3, restrictions: 1, limit_usd: '10' });
    expect(membersOf(all.get('each-agent')!.nearest)).toMatchObject({
      subject: 'b',
      window_start: '2026-11-23T00:00:00Z',
      spent_usd: '9.25',
      utilisation: 0.925,
    });
    expect(membersOf(all.get('everybody')!.nearest)).toMatchObject({
      spent_usd: '19.7501',
      reserved_usd: '4.5',
      utilisation: 0.242501,
    });
    expect(all.get('everybody')).toMatchObject({ subjects: 1, restrictions: 0 });
    expect(membersOf(all.get('at once')!.nearest)).toMatchObject({ reserved_concurrent: 1, utilisation: 0.25 });
    expect(all.get('untouched')).toMatchObject({ subjects: 0, nearest: null });
    // The run that is over is left out.
    expect(membersOf(all.get('each-run')!.nearest)).toMatchObject({ subject: 'r0', spent_usd: '8' });
  });

  it('is sorted and filtered', async () => {
    const nearest = ['nothing', 'each-run', 'each-agent', 'at once', 'everybody', 'untouched'];
    expect(await names('')).toEqual(nearest);
    expect(await names('sort=name')).toEqual(nearest.toSorted());
    expect(new Set(await names('sort=newest'))).toEqual(new Set(nearest));
    expect(await names('near=0.9')).toEqual(['nothing', 'each-run', 'each-agent']);
    expect(await names('per=agent')).toEqual(['nothing', 'each-agent']);
    expect(await names('window=month')).toEqual(['everybody']);
    expect(await names('enforcement=soft')).toEqual(['nothing']);
    expect(await names('name=EACH')).toEqual(['each-run', 'each-agent']);
    expect(await names('restricted=true')).toEqual(['each-agent']);
  });

  it('comes by pages', async () => {
    const first = await test.call('GET', '/v1/budgets/standings?limit=4');
    const cursor = textOf(first.json, 'next_cursor');
    expect(await names(`limit=4&cursor=${cursor}`)).toEqual(['everybody', 'untouched']);
    expect((await test.call('GET', `/v1/budgets/standings?name=each&cursor=${cursor}`)).status).toBe(400);
    expect((await test.call('GET', '/v1/budgets/standings?near=much')).status).toBe(400);
  });
});

describe('counters', () => {
  async function subjects(query: string): Promise<unknown[]> {
    const reply = await test.call('GET', `/v1/budgets/${ids.get('each-agent')}/counters?${query}`);
    return rowsOf(reply).map(({ subject }) => subject);
  }

  it('are those of open or closed windows, the nearest first if asked', async () => {
    expect(await subjects('windows=open&sort=nearest')).toEqual(['b', 'a', 'c']);
    expect(await subjects('windows=closed')).toEqual([]);
    const first = await test.call('GET', `/v1/budgets/${ids.get('each-agent')}/counters?sort=nearest&limit=2`);
    expect(await subjects(`sort=nearest&cursor=${textOf(first.json, 'next_cursor')}`)).toEqual(['c']);
    await test.pool.query(`UPDATE counters SET window_end = '2026-11-23T11:00:00Z' WHERE subject = 'c'`);
    expect(await subjects('windows=open')).toEqual(['a', 'b']);
    expect(await subjects('windows=closed&sort=nearest')).toEqual(['c']);
  });
});

describe('refusals', () => {
  it('are those of one budget, by the day', async () => {
    expect((await test.call('POST', '/v1/reservations', { agent: 'b', amount_usd: '1' })).status).toBe(402);
    expect((await test.call('POST', '/v1/reservations', { agent: 'a', amount_usd: '3.5' })).status).toBe(429);
    const refusals = `/v1/reports/refusals?budget=${ids.get('each-agent')}`;
    expect(rowsOf(await test.call('GET', `${refusals}&by=day,code,agent`))).toEqual([
      { day: '2026-11-23', code: 'budget_exceeded', agent: 'b', count: 1, required_usd: '1' },
      { day: '2026-11-23', code: 'budget_in_flight', agent: 'a', count: 1, required_usd: '3.5' },
    ]);
    expect(rowsOf(await test.call('GET', '/v1/reports/refusals?budget=everybody'))).toEqual([]);
  });

  it('are told with a limit that would have had room', async () => {
    const alerts = rowsOf(await test.call('GET', '/v1/alerts?type=budget_refused'));
    // 9.25 spent and 1 asked for, and a quarter of it: 12.8125.
    expect(alerts.map(({ subject, raise_to: raiseTo }) => [subject, raiseTo])).toEqual([['b', '13']]);
    const counts = membersOf((await test.call('GET', '/v1/alerts/counts')).json);
    const open = rowsOf(await test.call('GET', '/v1/alerts?state=open'));
    const of = (severity: string): number => open.filter((one) => one.severity === severity).length;
    expect(counts).toEqual({
      open: { all: open.length, critical: of('critical'), warning: of('warning'), info: of('info') },
      acknowledged: { all: 0, critical: 0, warning: 0, info: 0 },
      snoozed: { all: 0, critical: 0, warning: 0, info: 0 },
    });
    expect(open.length).toBeGreaterThan(0);
  });
});

describe('a backtest', () => {
  it('says what the budget would count if it were made now: what one that is made then counts', async () => {
    const terms = { name: 'new', per: 'agent', window: 'day', limit_usd: '7' };
    const tested = await test.call('POST', '/v1/backtests', { budgets: [terms] });
    const { now } = membersOf((membersOf(tested.json).budgets as unknown[])[0]);
    const made = await test.call('POST', '/v1/budgets', terms);
    const counters = rowsOf(
      await test.call('GET', `/v1/budgets/${textOf(made.json, 'id')}/counters?windows=open&sort=nearest`),
    );
    expect(counters.length).toBe(3);
    const shown = counters.map(({ restrictions: _held, ...counter }) => counter);
    expect(now).toEqual({ subjects: 3, passed: 2, counters: shown });
  });
});
