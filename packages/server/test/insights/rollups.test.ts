import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRollups, rebuildRollups } from '../../src/services/rollups/rebuild.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { membersOf, rowsOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';

const startMs = Date.parse('2026-10-24T00:00:00Z');
let nowMs = Date.parse('2026-11-23T12:07:31Z');
let test: TestNode;
let made = 0;

/** The same figures at every run: a small generator of numbers (Park and Miller's minimal standard). */
let state = 20_261_123;
function random(below: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
}

function pick<T>(...values: readonly T[]): T {
  return values[random(values.length)]!;
}

const usages = [
  { provider: 'openai', model: 'gpt-4o', input_tokens: 1_000, cache_read_tokens: 200, output_tokens: 100 },
  { provider: 'anthropic', model: 'claude-sonnet-4-5', input_tokens: 900, cache_write_tokens: 300, output_tokens: 70 },
  { provider: 'openrouter', model: 'no-such-model', input_tokens: 50, output_tokens: 5 },
];

/** A use at some time of the 30 days, often at the very edge of a quarter of an hour. */
function use(): Record<string, unknown> {
  const quarter = startMs + random(30 * 96) * 900_000;
  const timeMs = Math.min(quarter + pick(0, 0, 1, 899_999, random(900_000)), nowMs);
  const what = pick<object>(
    { usage: pick(...usages) },
    { cost_usd: `0.00${random(9_999)}1` },
    {
      tools: [{ name: 'search', quantity: 2, cost_usd: '0.02' }],
    },
  );
  return {
    id: `u${(made += 1)}`,
    source: 'test',
    time: new Date(timeMs).toISOString(),
    agent: pick('a', 'b', 'c'),
    ...(random(2) === 0 ? {} : { team: pick('red', 'blue') }),
    ...(random(2) === 0 ? {} : { user: `user-${random(9)}` }),
    run: `run-${random(5)}-${made % 3}`,
    ...what,
  };
}

async function record(count: number): Promise<void> {
  // A run is bound to one agent.
  const body = Array.from({ length: count }, use).map((one) => ({ ...one, run: `${String(one.agent)}-${random(5)}` }));
  const reply = await test.call('POST', '/v1/usage', body);
  expect([reply.status, reply.status === 201 ? '' : reply.text]).toEqual([201, '']);
}

/** A call that nobody settles until its time is over: an estimate, and then its correction. */
async function lateSettle(settled: boolean): Promise<void> {
  const body = {
    agent: 'a',
    team: 'red',
    amount_usd: '0.5',
    provider: 'openai',
    model: 'gpt-4o',
    ttl_seconds: 60,
    on_expiry: 'charge',
  };
  const reply = await test.call('POST', '/v1/reservations', body);
  nowMs += 61_000;
  await test.call('POST', '/v1/reservations', { agent: 'b', amount_usd: '0.01' });
  if (!settled) return;
  const { id } = membersOf(reply.json);
  expect((await test.call('POST', `/v1/reservations/${String(id)}/settle`, { usage: usages[0] })).status).toBe(200);
}

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
  await ensurePartitions(test.pool, nowMs);
  await record(400);
  await lateSettle(true);
  await lateSettle(false);
  await test.node.insights.following.catchUp();
});
afterAll(() => test.close());

const labels: Readonly<Record<string, string>> = {
  agent: 'agent',
  team: 'team',
  user: 'user_id',
  model: "coalesce(provider || '/' || model, model)",
  run: 'run',
  workflow: 'workflow',
};

interface Truth {
  readonly label: string | null;
  readonly records: number;
  readonly requests: number;
  readonly input: number;
  readonly output: number;
  readonly cost: string;
}

/** What the records add up to, in SQL of its own: no rollup, no view, no edge. */
async function truth(by: string, from: string, to: string, where = 'true'): Promise<Truth[]> {
  const { rows } = await test.pool.query<Truth>(
    `SELECT ${labels[by] ?? 'NULL::text'} AS label, count(*)::integer AS records, sum(requests)::integer AS requests,
            coalesce(sum(input_uncached + cache_read + cache_write_5m + cache_write_1h + audio_input + image_input), 0)::integer AS input,
            coalesce(sum(output + audio_output + image_output), 0)::integer AS output,
            trim_scale(coalesce(sum(cost_nano_usd), 0) / 1e9)::text AS cost
       FROM usage_records WHERE time >= $1 AND time < $2 AND ${where} GROUP BY 1 ORDER BY 1`,
    [from, to],
  );
  return rows;
}

function told(by: string, rows: readonly Record<string, unknown>[]): Truth[] {
  return rows
    .map((row) => ({
      label: by === '' ? null : (row[by] as string | null),
      records: Number(row.records),
      requests: Number(row.requests),
      input: Number(row.input_tokens),
      output: Number(row.output_tokens),
      cost: String(row.cost_usd),
    }))
    .filter(({ records }) => records > 0)
    .toSorted(
      (a, b) => Number(a.label === null) - Number(b.label === null) || ((a.label ?? '') < (b.label ?? '') ? -1 : 1),
    );
}

async function breakdown(query: string): Promise<Record<string, unknown>> {
  const reply = await test.call('GET', `/v1/reports/breakdown?${query}`);
  if (reply.status !== 200) throw new Error(reply.text);
  return { ...membersOf(reply.json), data: rowsOf(reply) };
}

/** Periods whose ends lie on slots, inside them, in one of them, now and in the future. */
const periods: readonly (readonly [string, string])[] = [
  ['2026-10-24T00:00:00Z', '2026-11-24T00:00:00Z'],
  ['2026-10-24T18:30:00Z', '2026-11-20T18:30:00Z'],
  ['2026-10-25T03:07:00.001Z', '2026-11-19T22:52:59.999Z'],
  ['2026-11-02T10:01:00Z', '2026-11-02T10:14:00Z'],
  ['2026-11-02T10:14:00Z', '2026-11-02T10:16:00Z'],
  ['2026-11-01T00:00:00Z', '2026-11-23T12:09:00Z'],
  ['2026-11-23T12:00:01Z', '2026-11-23T12:14:00Z'],
  ['2026-11-05T00:00:00Z', '2026-11-05T00:00:00.001Z'],
];

describe('reports are the sums of the records', () => {
  async function expectTrue(): Promise<void> {
    for (const [from, to] of periods)
      for (const by of ['agent', 'team', 'user', 'model', 'run', 'workflow']) {
        const { data, totals } = await breakdown(`by=${by}&from=${from}&to=${to}`);
        const rows = data as Record<string, unknown>[];
        expect([from, to, by, told(by, rows)]).toEqual([from, to, by, await truth(by, from, to)]);
        expect(told('', [membersOf(totals)])).toEqual(
          (await truth('', from, to)).map((row) => ({ ...row, label: null })),
        );
      }
  }

  it('for any period and dimension, from rollups, from records that came after them, and from both', async () => {
    await expectTrue();
    await record(60);
    await lateSettle(true);
    await expectTrue();
    await test.node.insights.following.catchUp();
    await expectTrue();
    await test.pool.query('DELETE FROM usage_rollups');
    await test.pool.query('DELETE FROM run_sums');
    await test.pool.query('DELETE FROM followers');
    await expectTrue();
    await test.node.insights.following.catchUp();
  });

  it.each([
    ['UTC', 'day'],
    ['Asia/Kolkata', 'day'],
    ['Asia/Kathmandu', 'week'],
    ['Australia/Lord_Howe', 'hour'],
    ['Europe/Berlin', 'day'],
    ['America/New_York', 'month'],
    ['Africa/Monrovia', 'day'],
  ])('over time in %s by %s, also across the days on which clocks change', async (zone, interval) => {
    // Berlin's clocks went back on 25 October, New York's on 1 November; Lord Howe is at 10:30, and 11 in summer.
    const [from, to] =
      interval === 'hour'
        ? ['2026-10-24T02:10:00Z', '2026-11-20T17:20:00Z']
        : ['2026-10-24T07:11:00Z', '2026-11-22T21:01:00Z'];
    const query = `from=${from}&to=${to}&interval=${interval}&timezone=${zone}&by=agent`;
    const { rows } = await test.pool.query<{ time: string; agent: string; records: number; cost: string }>(
      `SELECT to_char(date_trunc($3, min(time), $4) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS time, agent,
              count(*)::integer AS records, trim_scale(sum(coalesce(cost_nano_usd, 0)) / 1e9)::text AS cost
         FROM usage_records WHERE time >= $1 AND time < $2
        GROUP BY date_trunc($3, time AT TIME ZONE $4), agent
        ORDER BY 1, agent`,
      [from, to, interval, zone],
    );
    const sums = new Map<string, string>();
    for (const { time, records, cost } of rows) sums.set(time, `${sums.get(time) ?? ''} ${records}:${cost}`);
    const shown = new Map<string, string>();
    const sorted = rowsOf(await test.call('GET', `/v1/reports/series?${query}`)).toSorted((a, b) =>
      `${String(a.time)}${String(a.agent)}` < `${String(b.time)}${String(b.agent)}` ? -1 : 1,
    );
    for (const row of sorted)
      if (Number(row.records) > 0)
        shown.set(
          String(row.time),
          `${shown.get(String(row.time)) ?? ''} ${String(row.records)}:${String(row.cost_usd)}`,
        );
    expect(shown.size).toBeGreaterThan(1);
    expect([...shown]).toEqual([...sums]);
  });

  it('with filters of several values, of no label, and of a model by both its names', async () => {
    const [from, to] = periods[0]!;
    const period = `from=${from}&to=${to}`;
    const check = async (query: string, where: string): Promise<void> => {
      const { data } = await breakdown(`by=user&${period}&${query}`);
      expect([query, told('user', data as Record<string, unknown>[])]).toEqual([
        query,
        await truth('user', from, to, where),
      ]);
    };
    await check('agent=a,c', "agent IN ('a', 'c')");
    await check('agent=a&agent=c', "agent IN ('a', 'c')");
    await check('team=', 'team IS NULL');
    await check('team=,red&user=user-1,user-2', "(team IS NULL OR team = 'red') AND user_id IN ('user-1', 'user-2')");
    await check('model=gpt-4o', "model = 'gpt-4o'");
    await check('model=openai/gpt-4o', "model = 'gpt-4o'");
    await check('run=a-1,b-2', "run IN ('a-1', 'b-2')");
    await check('provider=', 'provider IS NULL');
    await check('type=tool', "type = 'tool'");
    await check('outcome=unpriced', "cost_nano_usd IS NULL AND type <> 'correction'");
    await check('outcome=correction', "type = 'correction'");
    await check('agent=nobody', 'false');
  });

  it('and the records that make a total are found by the address that it has', async () => {
    for (const query of [
      'by=agent',
      'by=team&team=,red&model=openai/gpt-4o',
      'by=type&outcome=correction,estimated',
      'by=user&type=cost&user=user-1,',
    ]) {
      const { totals, records_url: url } = await breakdown(`${query}&from=2026-11-10T00:10:00Z&to=2026-11-24`);
      let cursor = '';
      let costs = 0n;
      let count = 0;
      do {
        const page = await test.call('GET', `${String(url)}&limit=200${cursor}`);
        const nano = (cost: unknown): bigint => BigInt(Math.round(Number(cost ?? 0) * 1e9));
        for (const { cost_usd: cost } of rowsOf(page)) costs += nano(cost);
        count += rowsOf(page).length;
        const next = membersOf(page.json).next_cursor as string | null;
        cursor = next === null ? '' : `&cursor=${next}`;
      } while (cursor !== '');
      expect([query, count, Number(costs) / 1e9]).toEqual([
        query,
        membersOf(totals).records,
        Number(membersOf(totals).cost_usd),
      ]);
      expect(count).toBeGreaterThan(0);
    }
  });

  it('rows, the others and the totals agree, and so do two dimensions with one', async () => {
    const { data, other, totals, truncated } = await breakdown('by=agent,user&limit=4&from=2026-10-24&to=2026-11-24');
    const rows = [...(data as Record<string, unknown>[]), membersOf(other)];
    expect([rows.length, truncated]).toEqual([5, true]);
    const sum = (name: string): number => rows.reduce((all, row) => all + Number(row[name]), 0);
    const { records, requests, input_tokens: input } = membersOf(totals);
    expect([sum('records'), sum('requests'), sum('input_tokens')]).toEqual([records, requests, input]);
    const pairs = await test.pool.query('SELECT DISTINCT agent, user_id FROM usage_records WHERE time >= $1', [
      '2026-10-24',
    ]);
    expect(membersOf(other).groups).toBe((pairs.rowCount ?? 0) - 4);
  });

  it('of the period before: as many days, or as many months, in the zone of the report', async () => {
    const days = await breakdown('by=agent&from=2026-11-10&to=2026-11-20&compare=previous&timezone=Asia/Kolkata');
    expect([days.previous_from, days.previous_to]).toEqual(['2026-10-30T18:30:00Z', '2026-11-09T18:30:00Z']);
    const rows = (days.data as Record<string, unknown>[]).map((row) => ({
      ...membersOf(row.previous),
      agent: row.agent,
    }));
    expect(told('agent', rows)).toEqual(await truth('agent', '2026-10-30T18:30:00Z', '2026-11-09T18:30:00Z'));
    const month = await breakdown('by=agent&from=2026-11-01&to=2026-12-01&compare=previous&timezone=Europe/Berlin');
    expect([month.previous_from, month.previous_to]).toEqual(['2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z']);
    const series = await test.call('GET', '/v1/reports/series?from=2026-11-01&to=2026-12-01&compare=previous');
    expect((membersOf(series.json).previous as unknown[]).length).toBe(31);
    expect(rowsOf(series).length).toBe(30);
  });
});

describe('what an estimate was, and what it is', () => {
  it('a correction takes the estimate back, and counts under the type of what it corrects', async () => {
    const { totals } = await breakdown(
      'by=type&agent=a&team=red&outcome=estimated,correction&from=2026-11-23&to=2026-11-24',
    );
    const open = await test.pool.query<{ cost: string }>(
      `SELECT trim_scale(sum(cost_nano_usd) / 1e9)::text AS cost FROM usage_records e
        WHERE estimated AND NOT EXISTS (SELECT FROM usage_records c WHERE c.correction_of = e.id)`,
    );
    expect(membersOf(totals).estimated_usd).toBe(open.rows[0]?.cost);
    const { data } = await breakdown('by=type,outcome&outcome=correction&from=2026-11-23&to=2026-11-24');
    expect(data).toMatchObject([{ type: 'cost', outcome: 'correction', records: 2, late_records: 2 }]);
  });
});

describe('rebuilding', () => {
  it('finds nothing to mend, and makes the same rows as following record by record did', async () => {
    await test.node.insights.following.catchUp();
    const rows = async (): Promise<unknown[]> =>
      (
        await test.pool.query<Record<string, unknown>>(
          'SELECT * FROM usage_rollups ORDER BY span_minutes, slot, usage_rollups::text',
        )
      ).rows;
    const before = await rows();
    expect(before.length).toBeGreaterThan(500);
    const { pool } = test.node.context;
    expect(await checkRollups(pool)).toEqual({ orgs: 1, rows: before.length, differences: [] });
    expect((await rebuildRollups(pool)).differences).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  it('finds what somebody changed, mends it, and counts no record twice that comes meanwhile', async () => {
    const { pool } = test.node.context;
    await test.pool.query(
      "UPDATE usage_rollups SET cost_nano_usd = cost_nano_usd + 1 WHERE agent = 'a' AND span_minutes = 240",
    );
    await test.pool.query("DELETE FROM usage_rollups WHERE agent = 'b' AND span_minutes = 1440");
    const { differences } = await checkRollups(pool);
    expect(differences.length).toBeGreaterThan(1);
    await Promise.all([rebuildRollups(pool), record(30), test.node.insights.following.catchUp()]);
    await test.node.insights.following.catchUp();
    expect((await checkRollups(pool)).differences).toEqual([]);
  });
});
