import { afterEach, describe, expect, it } from 'vitest';
import { createFakeTerminal, exitCode, type FakeTerminalOptions, runCommand } from '../fake-terminal.ts';
import { answerQuietly, type FakeServer, type Reaction, type RecordedCall, startFakeServer } from '../fake-server.ts';

const header = 'TIMESTAMP,ContextTokens,GeneratedTokens\n';
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => `2023-11-16 18:17:0${index % 10}.0000000,1000,100\n`).join('');

let server: FakeServer;
afterEach(() => server.close());

type Rule = (call: RecordedCall, earlier: readonly RecordedCall[]) => Reaction | undefined;

/** Holds and settles everything at 0.0035 USD a call (gpt-4o, 1000 in and 100 out, at its published price) unless a rule says otherwise. */
async function replay(rule: Rule, args: string[], count = 10, options: FakeTerminalOptions = {}) {
  server = await startFakeServer((call, earlier) => rule(call, earlier) ?? answerQuietly(call) ?? admit(call));
  const terminal = createFakeTerminal({ files: { 'trace.csv': header + rows(count) }, ...options });
  const code = await runCommand(['replay', 'trace.csv', '--url', server.url, '--key', 'k', ...args], terminal);
  return { code, terminal, json: () => JSON.parse(terminal.stdout) as Record<string, unknown> };
}

function admit(call: RecordedCall): Reaction | undefined {
  if (call.path === '/v1/reservations')
    return { status: 201, body: { id: `res_${call.idempotencyKey}`, state: 'held' } };
  if (call.path.endsWith('/settle')) return { status: 200, body: { state: 'settled', cost_usd: '0.0035' } };
  return undefined;
}

const refusal = {
  status: 402,
  headers: { 'x-should-retry': 'false' },
  body: { code: 'budget_exceeded', detail: 'no', required_usd: '0.61' },
};
const isReserve = (call: RecordedCall) => call.path === '/v1/reservations';
const agentOf = (call: RecordedCall) => (call.body as { agent: string }).agent;

describe('replaying a trace', () => {
  it('reserves and settles each row once, as the mapping says, with keys of its own', async () => {
    const { code } = await replay(
      () => undefined,
      ['--agents', 'a,b', '--models', 'openai/gpt-4o,anthropic/claude-sonnet-4-5', '--id', 'one'],
    );
    expect(code).toBe(exitCode.ok);
    const reserves = server.callsOf('POST', '/v1/reservations').filter(isReserve);
    expect(new Set(reserves.map((call) => call.idempotencyKey))).toEqual(
      new Set(Array.from({ length: 10 }, (_, index) => `replay-one-${index + 2}-reserve`)),
    );
    expect(reserves).toHaveLength(10);
    const first = reserves.find((call) => call.idempotencyKey === 'replay-one-2-reserve');
    expect(first).toMatchObject({
      authorization: 'Bearer k',
      body: {
        agent: 'a',
        provider: 'openai',
        model: 'gpt-4o',
        estimate: { input_tokens: 1000, max_output_tokens: 128 },
      },
    });
    const settles = server.calls.filter((call) => call.path.endsWith('/settle'));
    expect(new Set(settles.map((call) => call.path)).size).toBe(10);
    const last = settles.find((call) => call.path.includes('replay-one-11-'));
    expect(last?.body).toEqual({
      usage: { provider: 'anthropic', model: 'claude-sonnet-4-5', input_tokens: 1000, output_tokens: 100 },
    });
  });

  it('adds up exactly, and says the mapping and what the times mean', async () => {
    const { terminal } = await replay(
      () => undefined,
      ['--agents', 'coder=6,reviewer=3,tester=1', '--models', 'openai/gpt-4o'],
    );
    expect(terminal.stdout.split('\n').slice(0, 8)).toEqual([
      'Spend by agent and model, USD',
      'agent     model          calls  input tokens  output tokens   spent  refused  refused amount',
      '────────  ─────────────  ─────  ────────────  ─────────────  ──────  ───────  ──────────────',
      'coder     openai/gpt-4o      6         6,000            600  0.0210        0            0.00',
      'reviewer  openai/gpt-4o      3         3,000            300  0.0105        0            0.00',
      'tester    openai/gpt-4o      1         1,000            100  0.0035        0            0.00',
      '────────  ─────────────  ─────  ────────────  ─────────────  ──────  ───────  ──────────────',
      'total                       10        10,000          1,000  0.0350        0            0.00',
    ]);
    expect(terminal.stdout).toContain('Mapping: rows dealt out in turn coder 6 : reviewer 3 : tester 1');
    expect(terminal.stdout).toContain('from 2023-11-16 18:17 UTC) set the pace at most: calls are charged now');
    expect(terminal.stdout).toContain('Replayed 10 of 10 rows');
  });

  it('counts a 402 as refused with its amount, asks once, and goes on', async () => {
    const { code, terminal, json } = await replay(
      (call) => (isReserve(call) && agentOf(call) === 'b' ? refusal : undefined),
      ['--agents', 'a,b', '--models', 'x/y', '--json'],
    );
    expect(code).toBe(exitCode.ok);
    expect(json()).toMatchObject({
      decided: 10,
      spend: [
        { agent: 'a', model: 'x/y', calls: 5, cost_usd: '0.0175', refused: 0 },
        { agent: 'b', model: 'x/y', calls: 0, cost_usd: '0', refused: 5, refused_usd: '3.05' },
      ],
      refusals: [{ code: 'budget_exceeded', count: 5, required_usd: '3.05' }],
    });
    expect(server.calls.filter(isReserve)).toHaveLength(10);
    expect(terminal.stderr).toContain('refused 5');
  });

  it('waits out a 429 by its Retry-After and a 503 by growing pauses, under the same key', async () => {
    const answers: Reaction[] = [
      { status: 429, headers: { 'retry-after': '7' }, body: { code: 'budget_in_flight', detail: 'wait' } },
      { status: 503, body: { code: 'store_unavailable', detail: 'wait' } },
      'drop',
    ];
    const { code, terminal } = await replay(
      (call, earlier) => (isReserve(call) ? answers[earlier.filter(isReserve).length] : undefined),
      ['--limit', '1'],
    );
    expect(code).toBe(exitCode.ok);
    expect(terminal.pausesMs).toEqual([7000, 200, 400]);
    expect(server.calls.filter(isReserve).map((call) => call.idempotencyKey)).toEqual(
      Array(4).fill('replay-test-2-reserve'),
    );
    expect(server.calls.filter((call) => call.path.endsWith('/settle'))).toHaveLength(1);
  });

  it('asks again for a settle whose answer was lost', async () => {
    const isSettle = (call: RecordedCall) => call.path.endsWith('/settle');
    const { json } = await replay(
      (call, earlier) => (isSettle(call) && !earlier.some(isSettle) ? 'drop' : undefined),
      ['--limit', '1', '--json'],
    );
    expect(server.calls.filter(isSettle).map((call) => call.idempotencyKey)).toEqual(
      Array(2).fill('replay-test-2-settle'),
    );
    expect(json()).toMatchObject({ total: { calls: 1, cost_usd: '0.0035' } });
  });

  it('takes x-should-retry: false as final, also on a 429', async () => {
    const final = {
      status: 429,
      headers: { 'x-should-retry': 'false', 'retry-after': '1' },
      body: { code: 'rate_limited', detail: 'no' },
    };
    const { json, terminal } = await replay(
      (call) => (isReserve(call) ? final : undefined),
      ['--limit', '1', '--json'],
    );
    expect(terminal.pausesMs).toEqual([]);
    expect(json()).toMatchObject({ refusals: [{ code: 'rate_limited', count: 1 }] });
  });

  it('gives a call up as refused when the server says wait for two minutes on end', async () => {
    const inFlight = {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'budget_in_flight', detail: 'wait', required_usd: '1' },
    };
    const { json, code, terminal } = await replay(
      (call) => (isReserve(call) ? inFlight : undefined),
      ['--limit', '1', '--json'],
    );
    expect(code).toBe(exitCode.ok);
    expect(terminal.pausesMs).toHaveLength(120);
    expect(json()).toMatchObject({ refusals: [{ code: 'budget_in_flight', count: 1, required_usd: '1' }] });
  });

  it('ends with 1 and the table so far at an answer that no further call would escape', async () => {
    const broken = { status: 400, body: { code: 'invalid_request', detail: 'estimate is unknown' } };
    const rule: Rule = (call) => (call.idempotencyKey?.startsWith('replay-test-7-') ? broken : undefined);
    const { code, terminal } = await replay(rule, ['--concurrency', '1']);
    expect(code).toBe(exitCode.failed);
    expect(terminal.stdout).toContain('Failed after 5 of 10 rows');
    expect(terminal.stderr).toContain('error: invalid_request: estimate is unknown');
  });

  it('stops at Ctrl-C: what is under way is settled, the rest not begun, the partial table shown, exit 130', async () => {
    const terminal = createFakeTerminal({ files: { 'trace.csv': header + rows(10) } });
    server = await startFakeServer((call) => {
      if (isReserve(call) && call.idempotencyKey === 'replay-test-4-reserve') terminal.interrupt();
      return answerQuietly(call) ?? admit(call);
    });
    const code = await runCommand(
      ['replay', 'trace.csv', '--url', server.url, '--key', 'k', '--concurrency', '1'],
      terminal,
    );
    expect(code).toBe(exitCode.interrupted);
    expect(terminal.stdout).toContain('Stopped after 3 of 10 rows');
    expect(server.calls.filter(isReserve)).toHaveLength(3);
    expect(server.calls.filter((call) => call.path.endsWith('/settle'))).toHaveLength(3);
  });

  it('keeps to the pace of the timestamps', async () => {
    const { terminal } = await replay(() => undefined, ['--speed', '2', '--concurrency', '1'], 4);
    expect(terminal.pausesMs).toEqual([500, 500, 500]);
  });

  it('makes the budgets and the credit it is asked for, or moves the limits of those that exist', async () => {
    const budgets = {
      data: [{ id: 'b1', name: 'replay-org', per: 'org', window: 'day', limit_usd: '1' }],
      next_cursor: null,
    };
    const rule: Rule = (call) => {
      if (call.method === 'GET' && call.path.startsWith('/v1/budgets?')) return { status: 200, body: budgets };
      return call.path.startsWith('/v1/budgets') || call.path === '/v1/credits/top-ups'
        ? { status: 200, body: {} }
        : undefined;
    };
    const { code } = await replay(rule, ['--org-limit', '25', '--agent-limit', 'coder=3.50', '--top-up', '100']);
    expect(code).toBe(exitCode.ok);
    expect(server.callsOf('PATCH', '/v1/budgets/b1').map((call) => call.body)).toEqual([{ limit_usd: '25' }]);
    expect(server.callsOf('POST', '/v1/budgets').map((call) => call.body)).toEqual([
      {
        name: 'replay-coder',
        per: 'agent',
        match: { agent: 'coder' },
        limit_usd: '3.5',
        window: 'day',
        enforcement: 'hard',
      },
    ]);
    expect(server.callsOf('POST', '/v1/credits/top-ups').map((call) => call.body)).toEqual([
      { amount_usd: '100', reference: 'replay-test' },
    ]);
  });

  it('shows wallet and budgets as the server has them afterwards', async () => {
    let balance = '100';
    const counter = {
      subject: 'coder',
      window_start: '2026-11-23T00:00:00Z',
      spent_usd: '2.9995',
      reserved_usd: '0',
      available_usd: '0.0005',
    };
    const old = { ...counter, window_start: '2026-11-22T00:00:00Z', spent_usd: '1' };
    const rule: Rule = (call) => {
      if (call.path.endsWith('/settle')) balance = '96.5';
      if (call.path === '/v1/credits') return { status: 200, body: { mode: 'prepaid', balance_usd: balance } };
      if (call.path.includes('/counters?')) return { status: 200, body: { data: [old, counter] } };
      if (call.path.startsWith('/v1/budgets'))
        return {
          status: 200,
          body: { data: [{ id: 'b1', name: 'cap', per: 'agent', window: 'day', limit_usd: '3' }] },
        };
      return undefined;
    };
    const { terminal } = await replay(rule, []);
    expect(terminal.stdout).toContain('prepaid: 100 USD before, 96.5 USD after');
    expect(terminal.stdout).toMatch(/cap +agent +coder +day +2\.9995 +3\.00 +0\.0005 +USD/);
    expect(terminal.stdout).not.toContain('1.0000');
  });

  it('counts calls on a model without a price as unpriced, not as free', async () => {
    const rule: Rule = (call) =>
      call.path.endsWith('/settle') ? { status: 200, body: { cost_usd: null, unpriced: true } } : undefined;
    const { json } = await replay(rule, ['--limit', '2', '--json']);
    expect(json()).toMatchObject({ total: { calls: 2, cost_usd: '0', unpriced: 2 } });
  });
});
