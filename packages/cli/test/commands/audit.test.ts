import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, type Reaction, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const list = (data: unknown[]): Reaction => ({ status: 200, body: { data, next_cursor: null } });

async function call(args: string[], reaction: Reaction = list([])) {
  server = await startFakeServer(() => reaction);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr, calls: server.calls };
}

const change = {
  id: 'c1',
  time: '2026-11-24T09:00:00Z',
  actor: { kind: 'key', id: 'k1', name: 'laptop' },
  target: { kind: 'budget', id: 'b1', name: 'daily' },
  reason: 'month end',
};

describe('audit', () => {
  it('asks for what is wanted, dates as their midnight', async () => {
    const { calls } = await call(
      'audit --actor laptop --action budget --target daily --from 2026-11-01 --to 2026-11-24T08:00:00Z --limit 7'.split(
        ' ',
      ),
    );
    const [, query] = calls[0]!.path.split('?');
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      actor: 'laptop',
      action: 'budget',
      target: 'daily',
      from: '2026-11-01T00:00:00Z',
      to: '2026-11-24T08:00:00Z',
      limit: '7',
    });
  });

  it('shows what was, what is, and of what is new or gone the amounts first', async () => {
    const { stdout } = await call(
      ['audit'],
      list([
        { ...change, action: 'budget.changed', before: { limit_usd: '5' }, after: { limit_usd: '10' } },
        {
          ...change,
          action: 'credit.topped_up',
          target: { kind: 'wallet', id: 'org', name: null },
          before: null,
          after: { reference: 'inv-7', note: null, amount_usd: '250' },
        },
        { ...change, action: 'budget.deleted', before: { name: 'daily', per: 'agent', limit_usd: '10' }, after: null },
      ]),
    );
    const [, , changed, topUp, deleted] = stdout.split('\n');
    expect(changed).toMatch(/laptop +budget\.changed +daily +limit_usd: 5 → 10 +month end/);
    expect(topUp).toMatch(/credit\.topped_up +org +amount_usd: 250, reference: inv-7 +month end/);
    expect(deleted).toMatch(/budget\.deleted +daily +limit_usd: 10, per: agent +month end/);
  });

  it('sends nothing for a time that is none', async () => {
    const { code, calls } = await call(['audit', '--from', 'yesterday']);
    expect([code, calls.length]).toEqual([exitCode.usage, 0]);
  });
});

describe('a reason', () => {
  it('goes with what changes something, in any language, and not with what is only read', async () => {
    const reasons: unknown[] = [];
    server = await startFakeServer((request) => {
      reasons.push([request.method, request.reason]);
      return { status: 201, body: { id: 'b1', name: 'daily', per: 'org', window: 'day', limit_usd: '5' } };
    });
    const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
    const reason = ['--reason', 'Prüfung 検査'];
    await runCommand(['budgets', 'create', 'daily', '--limit-usd', '5', ...reason], terminal);
    await runCommand(['keys', 'list', ...reason], terminal);
    expect(reasons).toEqual([
      ['POST', 'Prüfung 検査'],
      ['GET', undefined],
    ]);
  });
});

const restriction = {
  id: 'r1',
  budget_name: 'daily',
  subject: 'coder',
  agent: 'coder',
  do: 'throttle',
  requests_per_minute: 10,
  at: 0.9,
  taken_at: '2026-11-24T09:00:00Z',
  window_end: '2026-11-25T00:00:00Z',
  active: true,
};

describe('restrictions', () => {
  it('lists those that hold somebody, or all, by budget, subject and action', async () => {
    const { stdout, calls } = await call(['restrictions', 'list'], list([restriction]));
    expect(calls.map(({ path }) => path)).toEqual(['/v1/restrictions?limit=50&state=active']);
    expect(stdout).toMatch(/^r1 +daily +coder +coder +throttle to 10\/min +0\.9 /m);
    await server?.close();
    const all = await call(
      'restrictions list --all --budget daily --subject coder --do pause --limit 9'.split(' '),
      list([{ ...restriction, do: 'pause', requests_per_minute: null }]),
    );
    expect(Object.fromEntries(new URLSearchParams(all.calls[0]!.path.split('?')[1]))).toEqual({
      budget: 'daily',
      subject: 'coder',
      do: 'pause',
      limit: '9',
    });
    expect(all.stdout).toMatch(/ coder +pause +0\.9 /);
  });

  it('lifts one', async () => {
    const { calls, stdout } = await call(['restrictions', 'lift', 'a/b'], {
      status: 200,
      body: { ...restriction, active: false },
    });
    expect(calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/v1/restrictions/a%2Fb/lift', {}],
    ]);
    expect(stdout).toMatch(/ false$/m);
  });
});

describe('--action', () => {
  const create = ['budgets', 'create', 'daily', '--limit-usd', '5'];

  it('reads each kind, in the order that they are given', async () => {
    const actions = ['throttle@0.9=10/min', 'pause@.95', 'block@1.2', 'alert@0.5'];
    const { calls } = await call([...create, ...actions.flatMap((action) => ['--action', action])], {
      status: 201,
      body: {},
    });
    expect(calls[0]?.body).toMatchObject({
      actions: [
        { at: 0.9, do: 'throttle', requests_per_minute: 10 },
        { at: 0.95, do: 'pause' },
        { at: 1.2, do: 'block' },
        { at: 0.5, do: 'alert' },
      ],
    });
  });

  it.each(['throttle@0.9', 'pause@0.9=10/min', 'stop@0.9', 'block', 'block@', 'block@-1', 'throttle@0.9=x/min'])(
    '%s is none, and nothing is sent',
    async (action) => {
      const { code, calls, stderr } = await call([...create, '--action', action]);
      expect([code, calls.length]).toEqual([exitCode.usage, 0]);
      expect(stderr).toContain(`not "${action}"`);
    },
  );
});

describe('a date is its midnight', () => {
  it.each([
    ['credits grant 5 --reference r --expires 2027-01-01', { expires_at: '2027-01-01T00:00:00Z' }],
    ['alerts snooze a1 --until 2026-12-01', { until: '2026-12-01T00:00:00Z' }],
  ])('%s', async (args, body) => {
    const { calls } = await call(args.split(' '), { status: 201, body: {} });
    expect(calls[0]?.body).toMatchObject(body);
  });

  it('for anomalies too', async () => {
    const { calls } = await call('anomalies list --from 2026-11-01'.split(' '));
    expect(calls[0]?.path).toContain(`from=${encodeURIComponent('2026-11-01T00:00:00Z')}`);
  });
});
