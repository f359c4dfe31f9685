import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/support/test-gateway.ts';
import { adminKey, call, startNode } from '../lane/support/nodes.ts';

let nowMs = Date.parse('2026-11-23T09:00:00Z');
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({ nodeCount: 2, node: { clock: () => nowMs } });
});
afterAll(() => gateway.close());

let made = 0;

interface Use {
  readonly input?: number;
  readonly output?: number;
  readonly model?: string;
  readonly run?: string;
  readonly time?: string;
}

/** A record of a model call, as somebody reports it. Input of gpt-4o costs 2.50 USD a million, output 10. */
function use(agent: string, { input = 2_000, output = 0, model = 'gpt-4o', run, time }: Use = {}): object {
  const usage = { provider: 'openai', model, input_tokens: input, output_tokens: output };
  return { id: `u${(made += 1)}`, source: 't', agent, usage, ...(run && { run }), ...(time && { time }) };
}

async function report(...uses: readonly object[]): Promise<void> {
  for (let at = 0; at < uses.length; at += 50) await gateway.nodes.must('/v1/usage', uses.slice(at, at + 50));
}

function times(count: number, make: () => object): object[] {
  return Array.from({ length: count }, make);
}

/** Both nodes follow, at once. */
async function follow(): Promise<void> {
  await Promise.all(gateway.nodes.nodes.map(({ insights }) => insights.following.catchUp()));
  for (const { insights } of gateway.nodes.nodes) await insights.following.catchUp();
}

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly severity: string;
  readonly figures: Readonly<Record<string, string>>;
}

async function anomaliesOf(agent: string, more = ''): Promise<Shown[]> {
  await follow();
  const { body } = await gateway.nodes.get(`/v1/alerts?type=anomaly&agent=${agent}${more}`);
  return (body['data'] as Shown[]).toReversed();
}

async function put(path: string, body: object): Promise<Record<string, unknown>> {
  const reply = await call(gateway.nodes.nodes[0]!, 'PUT', path, body);
  expect(reply.status).toBe(200);
  return reply.body;
}

/** The figure of a sketch is within 1/32 of the truth. */
function expectClose(figure: string | undefined, truth: number): void {
  expect(Math.abs(Number(figure) - truth)).toBeLessThanOrEqual(truth / 32);
}

describe('a charge that is out of character', () => {
  test('is told of once, with its evidence, whichever nodes follow and however often they start', async () => {
    await report(...times(40, () => use('reader')));
    expect(await anomaliesOf('reader')).toEqual([]);
    await report(use('reader', { input: 50_000 }));
    const [found, ...more] = await anomaliesOf('reader');
    expect(more).toEqual([]);
    // 50,000 tokens instead of 2,000, at 2.50 USD a million.
    expect(found?.figures).toMatchObject({
      kind: 'charge',
      cost_usd: '0.125',
      cause: 'context_grew',
      against: 'openai/gpt-4o',
      model: 'gpt-4o',
    });
    expectClose(found?.figures['norm_usd'], 0.005);
    expectClose(found?.figures['factor'], 25);
    expect(found?.title).toMatch(
      /^A charge of agent reader is out of character: 0\.13 USD, 2\d(\.\d)? times the usual 0\.00\d+ USD$/,
    );
    expect(found?.text).toMatch(/Likely cause: the context grew: 50,000 tokens, usually [12],\d{3} tokens/);
    expect(found?.text).toMatch(/Known from: 40 charges since 2026-11-23 09:00 \(UTC\)/);

    const { rows } = await gateway.nodes.pool.query<{ id: string }>(
      'SELECT id FROM usage_records WHERE agent = $1 ORDER BY cost_nano_usd DESC LIMIT 1',
      ['reader'],
    );
    expect(found?.figures['record']).toBe(rows[0]?.id);

    const restarted = await startNode(gateway.nodes.database, { clock: () => nowMs });
    await restarted.insights.following.catchUp();
    await restarted.close();
    expect(await anomaliesOf('reader')).toHaveLength(1);
  });

  test('is compared with what came before it, not with itself, and the next one like it is told of too', async () => {
    await report(...times(30, () => use('twice')), use('twice', { input: 40_000 }), use('twice', { input: 40_000 }));
    expect(await anomaliesOf('twice')).toHaveLength(2);
  });

  test('of a model that is new to the agent is told of once a day, as a dearer model', async () => {
    await report(...times(30, () => use('mover', { model: 'gpt-4o-mini' })));
    await report(...times(5, () => use('mover', { input: 4_000 })));
    const found = await anomaliesOf('mover');
    expect(found.map(({ figures }) => [figures['against'], figures['cause']])).toEqual([['agent', 'dearer_model']]);
  });

  test('that is history when it is looked at makes norms, and wakes nobody', async () => {
    const time = '2026-11-20T10:00:00Z';
    await report(...times(40, () => use('old', { time })), use('old', { time, input: 90_000 }));
    expect(await anomaliesOf('old')).toEqual([]);
    await report(use('old', { input: 90_000 }));
    expect(await anomaliesOf('old')).toHaveLength(1);
  });

  test('is found in the list by its time', async () => {
    expect(await anomaliesOf('reader', '&from=2026-11-23T09:00:00Z&to=2026-11-23T09:00:01Z')).toHaveLength(1);
    expect(await anomaliesOf('reader', '&from=2026-11-23T09:00:01Z')).toEqual([]);
    expect(await anomaliesOf('reader', '&to=2026-11-23T09:00:00Z')).toEqual([]);
  });
});

describe('a run that is out of character', () => {
  test('is told of once in what it costs and once in how fast, against runs that are over', async () => {
    // Ten runs of ten minutes, a minute a call, each over when the agent is at work an hour later.
    for (let run = 0; run < 10; run += 1) {
      for (let minute = 0; minute < 10; minute += 1) {
        await report(use('runner', { run: `usual-${run}` }));
        nowMs += 60_000;
      }
      nowMs += 3_600_000;
    }
    for (let minute = 0; minute < 10; minute += 1) {
      nowMs += 60_000;
      await report(...times(13, () => use('runner', { run: 'wild' })));
    }
    const found = await anomaliesOf('runner');
    expect(found.map(({ figures }) => [figures['kind'], figures['run']])).toEqual([
      ['run_rate', 'wild'],
      ['run_total', 'wild'],
    ]);
    // Ten calls of half a cent in nine minutes are 0.05 USD; thirteen calls a minute are 0.065 USD.
    expectClose(found[0]?.figures['norm_usd'], 0.05 / 9);
    expectClose(found[1]?.figures['norm_usd'], 0.05);
    expect(Number(found[1]?.figures['cost_usd'])).toBeGreaterThan(0.48);
    expect(found[1]?.title).toMatch(
      /^Run wild of agent runner is out of character: it has cost 0\.(4[89]|5\d) USD, 10(\.\d)? times the usual/,
    );
    expect(found[0]?.title).toMatch(/it spends 0\.\d\d USD a minute/);
  }, 30_000);
});

describe('a loop', () => {
  async function ask(agent: string, content: string, more: object = {}): Promise<void> {
    const body = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content }], ...more };
    const url = gateway.urls[(made += 1) % gateway.urls.length]!;
    const headers = {
      authorization: `Bearer ${adminKey}`,
      'content-type': 'application/json',
      'x-cofferdam-agent': agent,
    };
    const options = { method: 'POST', headers, body: JSON.stringify(body) };
    expect((await fetch(`${url}/gateway/openai/v1/chat/completions`, options)).status).toBe(200);
  }

  test('of ten identical requests through the gateway is told of once, though another field says who asks', async () => {
    for (let index = 0; index < 9; index += 1) await ask('looper', 'Again?', { user: `u-${index}` });
    for (let index = 0; index < 12; index += 1) await ask('looper', `Question ${index}`);
    expect(await anomaliesOf('looper')).toEqual([]);
    // The tenth is seen by a node that has just started, and the eleventh by the others.
    const late = await startNode(gateway.nodes.database, { clock: () => nowMs });
    await ask('looper', 'Again?');
    await late.insights.following.catchUp();
    await late.close();
    await ask('looper', 'Again?');
    const found = await anomaliesOf('looper');
    expect(found).toHaveLength(1);
    expect(found[0]?.figures).toMatchObject({ kind: 'loop', requests: '10', cause: 'loop' });
    expect(found[0]?.title).toMatch(
      /^Agent looper repeats itself: 10 identical requests within \d+ seconds, for 0\.\d+ USD$/,
    );
    const { rows } = await gateway.nodes.pool.query<{ cost: bigint }>(
      `SELECT sum(cost_nano_usd)::bigint AS cost FROM (SELECT cost_nano_usd FROM usage_records
        WHERE agent = 'looper' AND fingerprint = $1 ORDER BY id LIMIT 10) AS first_ten`,
      [found[0]?.figures['fingerprint']],
    );
    expect(Number(found[0]?.figures['cost_usd'])).toBe(Number(rows[0]?.cost) / 1e9);
    await gateway.nodes.expectVerified();
  });
});

describe('the rules', () => {
  test('of an agent lie over those of its org, and those over the defaults', async () => {
    await report(...times(30, () => use('strict')), ...times(30, () => use('lenient')));
    const defaults = await gateway.nodes.get('/v1/anomaly-rules');
    expect(defaults.body).toEqual({
      enabled: true,
      factor: 10,
      min_charges: 30,
      min_runs: 10,
      min_amount_usd: '0.001',
      loop_requests: 10,
      loop_window_seconds: 600,
      pause: false,
      agents: [],
    });
    await put('/v1/agents/strict/anomaly-rules', { factor: 3 });
    await put('/v1/agents/lenient/anomaly-rules', { min_amount_usd: '1' });
    const shown = await gateway.nodes.get('/v1/agents/strict/anomaly-rules');
    expect(shown.body).toMatchObject({ agent: 'strict', own: { factor: 3 }, rules: { factor: 3, min_charges: 30 } });
    await report(use('strict', { input: 10_000 }), use('lenient', { input: 100_000 }));
    expect(await anomaliesOf('strict')).toHaveLength(1);
    expect(await anomaliesOf('lenient')).toEqual([]);

    await put('/v1/anomaly-rules', { enabled: false });
    await report(use('strict', { input: 30_000 }));
    expect(await anomaliesOf('strict')).toHaveLength(1);
    expect(await put('/v1/anomaly-rules', {})).toMatchObject({ enabled: true, agents: ['lenient', 'strict'] });
    const gone = await call(gateway.nodes.nodes[0]!, 'DELETE', '/v1/agents/lenient/anomaly-rules');
    expect(gone.status).toBe(204);
    await report(use('lenient', { input: 100_000 }));
    expect(await anomaliesOf('lenient')).toHaveLength(1);
  });

  test('are refused by name where they make no sense, and nothing is written', async () => {
    const [node] = gateway.nodes.nodes;
    for (const [body, field] of [
      [{ factor: 1 }, 'factor'],
      [{ factor: 2.5 }, 'factor'],
      [{ min_amount_usd: 0.01 }, 'min_amount_usd'],
      [{ loop_window_seconds: 4_000 }, 'loop_window_seconds'],
      [{ pauses: true }, 'pauses'],
    ] as const) {
      const reply = await call(node!, 'PUT', '/v1/anomaly-rules', body);
      expect([reply.status, reply.text.includes(field)]).toEqual([400, true]);
    }
    for (const path of ['/v1/agents/nobody/norm', '/v1/agents/nobody/anomaly-rules'])
      expect((await gateway.nodes.get(path)).status).toBe(404);
    expect((await call(node!, 'PUT', '/v1/agents/nobody/anomaly-rules', {})).status).toBe(404);
    expect((await gateway.nodes.get('/v1/anomaly-rules')).body).toMatchObject({ factor: 10, enabled: true });
  });

  test('may pause the agent: its next call is refused until an operator resumes it', async () => {
    await report(...times(30, () => use('paused')));
    await put('/v1/agents/paused/anomaly-rules', { pause: true });
    await report(use('paused', { input: 90_000 }));
    const [found] = await anomaliesOf('paused');
    expect(found).toMatchObject({ severity: 'critical', figures: { action: 'pause' } });
    expect(found?.text).toContain('Agent paused is paused until an operator resumes it.');
    const reserve = () => gateway.nodes.post('/v1/reservations', { agent: 'paused', amount_usd: '0.01' });
    const refused = { status: 403, code: 'agent_paused', body: { alert: found?.id } };
    expect(await reserve()).toMatchObject(refused);
    await gateway.nodes.must('/v1/agents/paused/resume', {});
    await follow();
    expect((await reserve()).status).toBe(201);
  });
});

describe('what is usual', () => {
  test('is shown for the agent, each of its models, and its runs, as sorting shows it', async () => {
    const { body } = await gateway.nodes.get('/v1/agents/mover/norm');
    const { rows } = await gateway.nodes.pool.query<{ model: string; count: bigint; median: bigint }>(
      `SELECT coalesce(model, '') AS model, count(*) AS count, percentile_disc(0.5) WITHIN GROUP (ORDER BY cost_nano_usd) AS median
         FROM usage_records WHERE agent = 'mover' GROUP BY GROUPING SETS ((model), ()) ORDER BY 1`,
    );
    interface Series {
      readonly series?: string;
      readonly count: number;
      readonly cost_usd: { readonly median: string };
    }
    const series = [{ ...(body['charges'] as Series), series: 'openai/' }, ...(body['series'] as Series[])];
    expect(series.map(({ series: name, count }) => [name, count])).toEqual(
      rows.map(({ model, count }) => [`openai/${model}`, Number(count)]),
    );
    for (const [index, { cost_usd: cost }] of series.entries())
      expectClose(cost.median, Number(rows[index]!.median) / 1e9);
    expect((await gateway.nodes.get('/v1/agents/runner/norm')).body).toMatchObject({ runs: { count: 10 } });
  });

  test('is the same when it is made anew from the records, in other steps, and what is history by then wakes nobody', async () => {
    await follow();
    nowMs += 2 * 3_600_000;
    const stored = async (): Promise<unknown[]> => {
      const norms = await gateway.nodes.pool.query(
        `SELECT agent, series, encode(state, 'hex') AS state FROM norms ORDER BY agent, series`,
      );
      const runs = await gateway.nodes.pool.query('SELECT * FROM run_totals ORDER BY agent, run');
      return [norms.rows, runs.rows];
    };
    const followed = await stored();
    const { rows: alerts } = await gateway.nodes.pool.query(
      "SELECT id, dedupe_key, to_char(time, 'HH24:MI:SS') FROM alerts WHERE type = 'anomaly' ORDER BY id",
    );
    // In one transaction, or a node that follows meanwhile would begin from half of it.
    await gateway.nodes.pool.query(`
      WITH gone AS (DELETE FROM norms), runs_gone AS (DELETE FROM run_totals)
      UPDATE followers SET last_record_id = '00000000-0000-0000-0000-000000000000', seq = 0 WHERE name = 'norms'`);
    await follow();
    expect(await stored()).toEqual(followed);
    expect(
      (
        await gateway.nodes.pool.query(
          "SELECT id, dedupe_key, to_char(time, 'HH24:MI:SS') FROM alerts WHERE type = 'anomaly' ORDER BY id",
        )
      ).rows,
    ).toEqual(alerts);
  });

  test("belongs to its org: another org's agent is not there", async () => {
    const { body } = await gateway.nodes.must('/v1/orgs', { name: 'other' });
    const secret = String((body['admin_key'] as Record<string, unknown> | undefined)?.['secret']);
    const node = gateway.nodes.nodes[0]!;
    const headers = { authorization: `Bearer ${secret}` };
    expect(secret).not.toBe(adminKey);
    expect((await call(node, 'GET', '/v1/agents/reader/norm', undefined, headers)).status).toBe(404);
    expect((await call(node, 'GET', '/v1/anomaly-rules', undefined, headers)).body).toMatchObject({ agents: [] });
  });
});
