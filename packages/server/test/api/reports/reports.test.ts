import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import { makeKey, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type Call, type TestNode } from '../support/test-node.ts';

let nowMs = Date.parse('2026-11-23T12:00:00Z');
let test: TestNode;
let agentCall: Call;

interface Used {
  readonly time: string;
  readonly agent: string;
  readonly [field: string]: unknown;
}

/** 800 of 1,000 prompt tokens uncached at 2.50 USD a million, 200 cached at 1.25, 100 out at 10: 0.00325 USD. */
const gpt4o = { provider: 'openai', model: 'gpt-4o', input_tokens: 1_000, cache_read_tokens: 200, output_tokens: 100 };

const used: readonly Used[] = [
  { time: '2026-11-20T10:00:00Z', agent: 'a', team: 'red', usage: gpt4o },
  { time: '2026-11-20T23:30:00Z', agent: 'a', team: 'red', usage: gpt4o },
  { time: '2026-11-21T00:10:00Z', agent: 'b', usage: { ...gpt4o, provider: 'openrouter', model: 'no-such-model' } },
  { time: '2026-11-21T08:00:00Z', agent: 'b', provider: 'openai', model: 'gpt-4o', cost_usd: '1.000000001' },
  { time: '2026-11-22T08:00:00Z', agent: 'b', tools: [{ name: 'search', quantity: 2, cost_usd: '0.02' }] },
  { time: '2026-11-23T12:00:00Z', agent: 'c', cost_usd: '0.5' },
  { time: '2026-10-01T00:00:00Z', agent: 'c', cost_usd: '7' },
];

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(test.pool, nowMs);
  const body = used.map((one, index) => ({ id: `use-${index}`, source: 'test', ...one }));
  expect((await test.call('POST', '/v1/usage', body)).status).toBe(201);
  agentCall = test.as((await makeKey(test.call, { kind: 'agent', agent: 'a' })).secret);
});
afterAll(() => test.close());

/** A few members of each row, in the order of the names. */
function columns(rows: readonly Record<string, unknown>[], ...names: string[]): unknown[][] {
  return rows.map((row) => names.map((name) => row[name]));
}

describe('breakdown', () => {
  it('adds up exactly by two dimensions, highest cost first, over the last 30 days', async () => {
    const reply = await test.call('GET', '/v1/reports/breakdown?by=agent,model');
    expect(columns(rowsOf(reply), 'agent', 'model', 'cost_usd', 'requests', 'input_tokens', 'output_tokens')).toEqual([
      ['b', 'openai/gpt-4o', '1.000000001', 1, 0, 0],
      ['c', null, '0.5', 1, 0, 0],
      ['b', null, '0.02', 1, 0, 0],
      ['a', 'openai/gpt-4o', '0.0065', 2, 2_000, 200],
      ['b', 'openrouter/no-such-model', '0', 1, 1_000, 100],
    ]);
    expect(membersOf(reply.json).totals).toEqual({
      cost_usd: '1.526500001',
      requests: 6,
      tokens: 3_300,
      input_tokens: 3_000,
      output_tokens: 300,
      cache_read_tokens: 600,
      cache_write_tokens: 0,
      cache_write_1h_tokens: 0,
      reasoning_tokens: 0,
      audio_input_tokens: 0,
      audio_output_tokens: 0,
      image_input_tokens: 0,
      image_output_tokens: 0,
      records: 6,
      estimated_usd: '0',
      unpriced_records: 1,
      late_records: 0,
      share: 1,
      cost_per_request_usd: '0.254416667',
    });
  });

  it('says what a row is worth beside the others, and orders rows by it', async () => {
    const query = 'by=agent&from=2026-11-20&to=2026-11-22&compare=previous';
    const cheap = rowsOf(await test.call('GET', `/v1/reports/breakdown?${query}&sort=cost_per_request&order=asc`));
    // a: 0.0065 of 1.006500001 USD in 2 requests; b: 1.000000001 USD in 2.
    expect(columns(cheap, 'agent', 'share', 'cost_per_request_usd', 'tokens', 'change')).toEqual([
      ['a', 0.006458, '0.00325', 2_200, null],
      ['b', 0.993542, '0.500000001', 1_100, null],
    ]);
    const grown = rowsOf(
      await test.call(
        'GET',
        '/v1/reports/breakdown?by=agent&from=2026-11-22&to=2026-11-24&compare=previous&sort=change',
      ),
    );
    // c spent nothing before, which is no change that a number could say; b's 0.02 is 98 % less than 1.000000001.
    expect(columns(grown, 'agent', 'change')).toEqual([
      ['b', -0.98],
      ['a', -1],
      ['c', null],
    ]);
    for (const [sort, first] of [
      ['tokens', 'a'],
      ['name', 'b'],
    ])
      expect(rowsOf(await test.call('GET', `/v1/reports/breakdown?${query}&sort=${sort}`))[0]?.agent).toBe(first);
  });

  it('is a file of the same rows, with what is left out and the total', async () => {
    const { headers, text } = await test.call('GET', '/v1/reports/breakdown?by=agent,type&limit=2&format=csv');
    expect(headers['content-type']).toContain('text/csv');
    const lines = text.trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(0, 5))).toEqual([
      ['row', 'agent', 'type', 'cost_usd', 'requests'],
      ['group', 'b', 'cost', '1.000000001', '1'],
      ['group', 'c', 'cost', '0.5', '1'],
      ['other', '', '', '0.0265', '4'],
      ['total', '', '', '1.526500001', '6'],
    ]);
    const series = await test.call('GET', '/v1/reports/series?by=team&from=2026-11-20&to=2026-11-21&format=csv');
    expect(series.text.split('\r\n')[1]).toContain('2026-11-20T00:00:00Z,red,false,0.0065,2,2200');
  });

  it('takes a period; a date is the beginning of that day in the zone of the report', async () => {
    const day = async (from: string, to: string, zone: string): Promise<unknown[][]> =>
      columns(
        rowsOf(await test.call('GET', `/v1/reports/breakdown?by=agent&from=${from}&to=${to}&timezone=${zone}`)),
        'agent',
        'records',
      );
    expect(await day('2026-11-21', '2026-11-22', 'UTC')).toEqual([['b', 2]]);
    // In Berlin the 21st begins at 23:00 UTC on the 20th; in Kiritimati at 10:00 UTC on the 20th.
    expect(await day('2026-11-21', '2026-11-22', 'Europe/Berlin')).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    expect(await day('2026-11-21', '2026-11-22', 'Pacific/Kiritimati')).toEqual([
      ['b', 2],
      ['a', 2],
    ]);
    // In Pago Pago it begins at 11:00 UTC on the 21st.
    expect(await day('2026-11-21', '2026-11-22', 'Pacific/Pago_Pago')).toEqual([['b', 1]]);
    expect(await day('2026-11-20T23:30:00Z', '2026-11-21T00:10:00Z', 'UTC')).toEqual([['a', 1]]);
  });

  it('leaves out rows beyond the limit, and never their cost from the totals', async () => {
    const reply = await test.call('GET', '/v1/reports/breakdown?by=agent&limit=1');
    expect(columns(rowsOf(reply), 'agent', 'cost_usd')).toEqual([['b', '1.020000001']]);
    expect(membersOf(reply.json)).toMatchObject({ truncated: true, totals: { cost_usd: '1.526500001' } });
  });

  it.each(['agent', 'workflow', 'connection', 'user', 'team', 'provider', 'model', 'run', 'type', 'outcome'])(
    'by %s, the rows add up to the total',
    async (by) => {
      const reply = await test.call('GET', `/v1/reports/breakdown?by=${by}`);
      const rows = rowsOf(reply);
      expect(rows.every((row) => by in row)).toBe(true);
      expect(rows.reduce((sum, row) => sum + Number(row.records), 0)).toBe(6);
    },
  );
});

describe('series', () => {
  it('has every day of the period, those at zero included', async () => {
    const reply = await test.call('GET', '/v1/reports/series?from=2026-11-19&to=2026-11-24');
    expect(columns(rowsOf(reply), 'time', 'cost_usd', 'records')).toEqual([
      ['2026-11-19T00:00:00Z', '0', 0],
      ['2026-11-20T00:00:00Z', '0.0065', 2],
      ['2026-11-21T00:00:00Z', '1.000000001', 2],
      ['2026-11-22T00:00:00Z', '0.02', 1],
      ['2026-11-23T00:00:00Z', '0.5', 1],
    ]);
  });

  it('begins its days where the zone does', async () => {
    const query = 'from=2026-11-20&to=2026-11-22&timezone=Europe/Berlin';
    expect(columns(rowsOf(await test.call('GET', `/v1/reports/series?${query}`)), 'time', 'records')).toEqual([
      ['2026-11-19T23:00:00Z', 1],
      ['2026-11-20T23:00:00Z', 3],
    ]);
  });

  it('has a line for each value of a dimension, at every time', async () => {
    const reply = await test.call('GET', '/v1/reports/series?by=team&interval=week&from=2026-11-16&to=2026-11-30');
    expect(columns(rowsOf(reply), 'time', 'team', 'rest', 'records')).toEqual([
      ['2026-11-16T00:00:00Z', null, false, 3],
      ['2026-11-16T00:00:00Z', 'red', false, 2],
      ['2026-11-23T00:00:00Z', null, false, 1],
      ['2026-11-23T00:00:00Z', 'red', false, 0],
    ]);
  });

  it('puts values beyond the twentieth into one line, so that nothing is left out', async () => {
    nowMs += 1;
    const extra = Array.from({ length: 25 }, (_, index) => ({
      id: `user-${index}`,
      source: 'users',
      time: '2026-11-22T01:00:00Z',
      agent: 'd',
      user: `user-${index}`,
      cost_usd: `0.${String(index + 10)}`,
    }));
    expect((await test.call('POST', '/v1/usage', extra)).status).toBe(201);
    const period = 'from=2026-11-22T01:00:00Z&to=2026-11-22T02:00:00Z';
    const rows = rowsOf(await test.call('GET', `/v1/reports/series?by=user&interval=hour&${period}`));
    expect(rows).toHaveLength(21);
    // The five cheapest: 0.10 to 0.14 USD.
    expect(rows.at(-1)).toMatchObject({ user: null, rest: true, cost_usd: '0.6', records: 5 });
    expect(rows[0]).toMatchObject({ user: 'user-24', rest: false, cost_usd: '0.34' });
  });

  it('refuses more points than a chart can hold', async () => {
    const reply = await test.call('GET', '/v1/reports/series?interval=hour&from=2026-01-01&to=2026-11-23');
    expect([reply.status, textOf(reply.json, 'field')]).toEqual([400, 'interval']);
  });
});

describe('refusals and overview', () => {
  it('count what was refused by agent, code and budget', async () => {
    const budget = { name: 'nothing', per: 'agent', match: { agent: 'a' }, window: 'day', limit_usd: '0' };
    expect((await test.call('POST', '/v1/budgets', budget)).status).toBe(201);
    for (const amount of ['0.25', '0.5']) {
      expect((await test.call('POST', '/v1/reservations', { agent: 'a', amount_usd: amount })).status).toBe(402);
    }
    expect((await test.call('POST', '/v1/reservations', { agent: 'b', amount_usd: '0.75' })).status).toBe(201);
    const expected = { code: 'budget_exceeded', agent: 'a', budget: 'nothing', count: 2, required_usd: '0.75' };
    expect(rowsOf(await test.call('GET', '/v1/reports/refusals?timezone=Europe/Berlin'))).toEqual([expected]);
    expect(rowsOf(await test.call('GET', '/v1/reports/refusals?to=2026-11-22'))).toEqual([]);
    const byDay = await test.call('GET', '/v1/reports/refusals?by=day,budget&agent=a,b');
    expect(byDay.json).toMatchObject({
      data: [{ day: '2026-11-23', budget: 'nothing', count: 2, required_usd: '0.75' }],
      totals: { count: 2, required_usd: '0.75' },
      truncated: false,
    });
    expect((await test.call('GET', '/v1/reports/refusals?agent=b')).json).toMatchObject({ totals: { count: 0 } });
    const file = await test.call('GET', '/v1/reports/refusals?by=agent&format=csv');
    expect(file.text).toBe('agent,count,required_usd\r\na,2,0.75\r\n');

    const overview = membersOf((await test.call('GET', '/v1/reports/overview?from=2026-11-23&to=2026-11-24')).json);
    expect(overview).toMatchObject({
      cost_usd: '0.5',
      requests: 1,
      refused: 2,
      open_reservations: 1,
      reserved_usd: '0.75',
    });
    expect(overview.wallet).toMatchObject({ mode: 'postpaid' });
    expect(columns(overview.top_agents as Record<string, unknown>[], 'agent', 'cost_usd')).toEqual([['c', '0.5']]);
  });

  it('a key that is bound to an agent sees its own rows only, and no wallet', async () => {
    const rows = rowsOf(await agentCall('GET', '/v1/reports/breakdown?by=agent'));
    expect(columns(rows, 'agent', 'cost_usd')).toEqual([['a', '0.0065']]);
    const overview = membersOf((await agentCall('GET', '/v1/reports/overview')).json);
    expect(overview).toMatchObject({ cost_usd: '0.0065', open_reservations: 0, refused: 2, wallet: null });
    const series = rowsOf(await agentCall('GET', '/v1/reports/series?from=2026-11-21&to=2026-11-22'));
    expect(columns(series, 'records')).toEqual([[0]]);
  });
});

describe('what is wrong with a query is told by its field', () => {
  it.each([
    ['breakdown', 'by'],
    ['breakdown?by=planet', 'by'],
    ['breakdown?by=agent,agent', 'by'],
    ['breakdown?by=agent,team,user', 'by'],
    ['breakdown?by=agent&from=yesterday', 'from'],
    ['breakdown?by=agent&from=2026-02-30', 'from'],
    ['breakdown?by=agent&from=0000-01-01T00:00:00Z', 'from'],
    ['breakdown?by=agent&from=2026-11-23&to=2026-11-23', 'from'],
    ['breakdown?by=agent&timezone=Mars/Olympus', 'timezone'],
    ['breakdown?by=agent&limit=0', 'limit'],
    ['breakdown?by=agent&until=2026-11-23', 'until'],
    ['series?interval=minute', 'interval'],
    ['series?by=agent,team', 'by'],
    ['refusals?by=team', 'by'],
    ['refusals?by=agent,agent', 'by'],
    ['breakdown?by=agent&sort=colour', 'sort'],
    ['breakdown?by=agent&format=pdf', 'format'],
    ['breakdown?by=agent&agent=a%20b', 'agent'],
    ['breakdown?by=agent&type=correction', 'type'],
    ['breakdown?by=agent&compare=last', 'compare'],
    ['series?outcome=wrong', 'outcome'],
    ['overview?to=never', 'to'],
  ])('%s', async (query, field) => {
    const reply = await test.call('GET', `/v1/reports/${query}`);
    expect([reply.status, textOf(reply.json, 'field')]).toEqual([400, field]);
  });
});
