import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { makeKey, makeOrg, membersOf, rowsOf } from '../api/support/fields.ts';
import { startTestNode, type Call, type TestNode } from '../api/support/test-node.ts';

let nowMs = Date.parse('2026-11-16T12:00:00Z');
let node: TestNode;
let reports = 0;

interface Used {
  readonly time: string;
  readonly agent?: string;
  readonly cost_usd: string;
}

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(node.pool, nowMs);
});
afterAll(() => node.close());

async function spend(call: Call, used: readonly Used[]): Promise<void> {
  const body = used.map((one) => ({ id: `use-${(reports += 1)}`, source: 'test', agent: 'a', ...one }));
  for (let index = 0; index < body.length; index += 1_000) {
    const reply = await call('POST', '/v1/usage', body.slice(index, index + 1_000));
    if (reply.status !== 201) throw new Error(reply.text);
  }
}

async function newOrg(): Promise<Call> {
  return node.as((await makeOrg(node.call, `org ${(reports += 1)}`)).secret);
}

async function project(call: Call, query = ''): Promise<Record<string, unknown>> {
  const reply = await call('GET', `/v1/reports/projection${query}`);
  if (reply.status !== 200) throw new Error(reply.text);
  return membersOf(reply.json);
}

describe('the linear projection', () => {
  it('is the daily average times the days of the month, today counting by the share of it that has passed', async () => {
    const call = await newOrg();
    await spend(call, [
      { time: '2026-10-31T23:59:59Z', cost_usd: '1000' },
      { time: '2026-11-01T00:00:00Z', cost_usd: '11' },
      { time: '2026-11-10T08:00:00Z', cost_usd: '20' },
      { time: '2026-11-16T11:00:00Z', cost_usd: '0.000000001' },
    ]);
    const projection = await project(call);
    // 31.000000001 USD in 15.5 days are 2.000000000065 a day; of 30 days 60.0000000019.
    expect(projection).toMatchObject({
      from: '2026-11-01T00:00:00Z',
      as_of: '2026-11-16T12:00:00Z',
      month_start: '2026-11-01T00:00:00Z',
      month_end: '2026-12-01T00:00:00Z',
      spent_usd: '31.000000001',
      linear: { month_end_usd: '60.000000002' },
    });
    expect(rowsOf({ json: projection } as never)).toHaveLength(16);
  });

  it('counts a day of 25 hours as one day', async () => {
    const call = await newOrg();
    // Berlin put its clocks back on 25 October 2026: 24.5 of its 31 days have passed at 11:30 UTC, 12.5 hours of 25.
    await spend(call, [{ time: '2026-10-03T10:00:00Z', cost_usd: '49' }]);
    const query = '?timezone=Europe/Berlin&from=2026-10-01&to=2026-10-25T10:30:00Z';
    expect(await project(call, query)).toMatchObject({
      month_start: '2026-09-30T22:00:00Z',
      month_end: '2026-10-31T23:00:00Z',
      linear: { month_end_usd: '62' },
    });
  });

  it('takes the average of another period where one is asked for, and adds it for the days that are left', async () => {
    const call = await newOrg();
    await spend(call, [
      { time: '2026-11-02T10:00:00Z', cost_usd: '100' },
      { time: '2026-11-12T10:00:00Z', cost_usd: '8' },
    ]);
    // 8 USD in the 4 days from the 12th on; 15 days are left.
    expect(await project(call, '?from=2026-11-12&to=2026-11-16')).toMatchObject({
      spent_usd: '108',
      linear: { month_end_usd: '138' },
    });
  });

  it('of a month that is over is what was spent, and of a month that has just begun is unknown', async () => {
    const call = await newOrg();
    await spend(call, [{ time: '2026-10-31T10:00:00Z', cost_usd: '3' }]);
    const over = await project(call, '?from=2026-10-01&to=2026-11-01');
    expect(over).toMatchObject({
      month_end: '2026-11-01T00:00:00Z',
      linear: { month_end_usd: '3' },
      forecast: { month_end_usd: '3', low_usd: '3', high_usd: '3' },
    });
    const before = nowMs;
    nowMs = Date.parse('2026-12-01T00:00:00Z');
    expect(await project(call)).toMatchObject({ spent_usd: '0', linear: { month_end_usd: null } });
    nowMs = before;
  });

  it('is of one agent where it is named, and of its own for a key that is bound to one', async () => {
    const call = await newOrg();
    await spend(call, [
      { time: '2026-11-02T10:00:00Z', cost_usd: '31', agent: 'a' },
      { time: '2026-11-02T10:00:00Z', cost_usd: '62', agent: 'b' },
    ]);
    const bound = node.as((await makeKey(call, { kind: 'agent', agent: 'b' })).secret);
    expect(await project(call, '?agent=a')).toMatchObject({ linear: { month_end_usd: '60' } });
    expect(await project(bound)).toMatchObject({ linear: { month_end_usd: '120' } });
    expect(await project(bound, '?agent=a')).toMatchObject({ spent_usd: '0' });
  });

  it.each(['?from=2026-12-01', '?timezone=Mars', '?from=2024-01-01', '?teem=x', '?to=yesterday'])(
    'refuses %s',
    async (query) => {
      expect((await node.call('GET', `/v1/reports/projection${query}`)).status).toBe(400);
    },
  );
});

describe('the forecast', () => {
  /** Seven times as much on each weekday as at the weekend, from the first of June on. */
  function weekdays(): Used[] {
    const used: Used[] = [];
    for (let time = Date.parse('2026-06-01T10:00:00Z'); time < nowMs; time += 86_400_000) {
      const isWeekend = [0, 6].includes(new Date(time).getUTCDay());
      used.push({ time: new Date(time).toISOString(), cost_usd: isWeekend ? '1' : '7' });
    }
    return used;
  }

  it('knows the week, and says how far it and the average were off in earlier months', async () => {
    const call = await newOrg();
    await spend(call, weekdays());
    const projection = await project(call, '?to=2026-11-16');
    // November 2026 has 21 weekdays and 9 days of weekends: 156 USD. Until the 16th 10 and 5: 75 USD.
    expect(projection.spent_usd).toBe('75');
    expect(projection.linear).toEqual({ month_end_usd: '150' });
    const forecast = membersOf(projection.forecast);
    expect(Math.abs(Number(forecast.month_end_usd) - 156)).toBeLessThan(2);
    expect(Number(forecast.low_usd)).toBeLessThanOrEqual(Number(forecast.month_end_usd));
    expect(Number(forecast.high_usd)).toBeGreaterThanOrEqual(Number(forecast.month_end_usd));
    const errors = membersOf(projection.past_error);
    // June to October; each has an error for every day but its last.
    expect(errors.months).toBe(5);
    expect(membersOf(membersOf(errors.linear).all_days).predictions).toBe(29 + 30 + 30 + 29 + 30);
    expect(membersOf(membersOf(errors.linear).same_day).predictions).toBe(5);
    const meanOf = (method: string): unknown => membersOf(membersOf(errors[method]).all_days).mean_percent;
    expect(Number(meanOf('forecast'))).toBeLessThan(Number(meanOf('linear')) / 2);
  });

  it('without a past is the pace of today, without bounds and without errors', async () => {
    const call = await newOrg();
    await spend(call, [{ time: '2026-11-16T01:00:00Z', cost_usd: '2' }]);
    expect(await project(call)).toMatchObject({
      forecast: { month_end_usd: '60', low_usd: null, high_usd: null },
      past_error: { months: 0, linear: { all_days: null }, forecast: { all_days: null } },
    });
  });

  it('of nothing is nothing', async () => {
    const call = await newOrg();
    expect(await project(call)).toMatchObject({
      spent_usd: '0',
      linear: { month_end_usd: '0' },
      forecast: { month_end_usd: '0' },
      budgets: [],
    });
  });
});

describe('budgets', () => {
  it('that are on course to be passed are listed with the moment, the first one first', async () => {
    const call = await newOrg();
    const make = async (body: Record<string, unknown>): Promise<void> => {
      expect((await call('POST', '/v1/budgets', body)).status).toBe(201);
    };
    const used: Used[] = [];
    for (let hour = 0; hour < 372; hour += 4) {
      const time = new Date(Date.parse('2026-11-01T00:00:00Z') + hour * 3_600_000).toISOString();
      used.push({ time, cost_usd: '0.5', agent: 'a' }, { time, cost_usd: '0.05', agent: 'b' });
    }
    await spend(call, used);
    await make({ name: 'each', per: 'agent', window: 'month', limit_usd: '75' });
    await make({ name: 'all', per: 'org', window: 'month', limit_usd: '60', enforcement: 'soft' });
    await make({ name: 'enough', per: 'org', window: 'month', limit_usd: '200' });
    await make({ name: 'calls', per: 'org', window: 'month', limit_requests: 330 });
    const { budgets } = await project(call);
    // 46.50 USD in 15.5 days by a are 3 USD a day: 90 in the month, 75 after 25 days. With b 3.30 USD and 12 calls a day.
    expect(budgets).toMatchObject([
      { name: 'all', subject: 'org', projected_usd: '99', spent_usd: '51.15', limit_usd: '60' },
      { name: 'each', subject: 'a', projected_usd: '90', crosses_at: '2026-11-26T00:00:00Z' },
      { name: 'calls', projected_requests: 360, spent_requests: 186, crosses_at: '2026-11-28T12:00:00Z' },
    ]);
  });
});
