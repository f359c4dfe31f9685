import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, exitCode, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

async function call(args: string[], react: (call: RecordedCall) => Answer | undefined) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const daily = {
  id: 'b1',
  name: 'daily',
  per: 'agent',
  match: { agent: ['a', 'b'] },
  window: 'day',
  limit_usd: '5',
  enforcement: 'hard',
};
const tokens = { id: 'b2', name: 'tokens', per: 'org', window: 'minute', limit_tokens: 90_000, enforcement: 'soft' };
const list = (rows: unknown[]) => ({ status: 200, body: { data: rows, next_cursor: null } });

describe('budgets', () => {
  it('list follows the pages', async () => {
    const { stdout } = await call(['budgets', 'list'], ({ path }) =>
      path.includes('cursor=next') ? list([tokens]) : { status: 200, body: { data: [daily], next_cursor: 'next' } },
    );
    expect(stdout).toMatch(/^daily +agent +agent=a\|b +day +5\.00 +USD +hard/m);
    expect(stdout).toMatch(/^tokens +org +- +minute +90,000 +tokens +soft/m);
  });

  it('create sends what the contract has, and no field that was not given', async () => {
    const args = [
      '--per',
      'agent',
      '--window',
      'day',
      '--limit-usd',
      '5.00',
      '--match',
      'agent=a',
      '--match',
      'agent=b',
      '--threshold',
      '0.8',
      '--timezone',
      'Europe/Berlin',
    ];
    await call(['budgets', 'create', 'daily', ...args], () => ({ status: 201, body: daily }));
    expect(server.calls.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        method: 'POST',
        path: '/v1/budgets',
        body: {
          name: 'daily',
          per: 'agent',
          window: 'day',
          limit_usd: '5',
          enforcement: 'hard',
          match: { agent: ['a', 'b'] },
          timezone: 'Europe/Berlin',
          thresholds: [0.8],
        },
      },
    ]);
  });

  it('create gives a limit of open reservations no window', async () => {
    await call(['budgets', 'create', 'c', '--limit-concurrent', '4', '--soft'], () => ({ status: 201, body: {} }));
    expect(server.calls[0]?.body).toEqual({ name: 'c', per: 'org', limit_concurrent: 4, enforcement: 'soft' });
  });

  it('create and set-wind-down keep a share of the limit for a last call, none ends it', async () => {
    const kept = { ...daily, wind_down: 0.1 };
    const { stdout } = await call(['budgets', 'create', 'c', '--limit-usd', '5', '--wind-down', '0.1'], () => ({
      status: 201,
      body: kept,
    }));
    expect(server.calls[0]?.body).toMatchObject({ limit_usd: '5', wind_down: 0.1 });
    expect(stdout).toMatch(/5\.00 +USD +hard +10 %/);
    await server.close();
    for (const [share, sent] of [
      ['.25', 0.25],
      ['none', null],
    ] as const) {
      await call(['budgets', 'set-wind-down', 'daily', share], ({ method }) =>
        method === 'GET' ? list([daily]) : { status: 200, body: kept },
      );
      expect(server.calls.at(-1)).toMatchObject({ method: 'PATCH', path: '/v1/budgets/b1', body: { wind_down: sent } });
      await server.close();
    }
  });

  it.each(['0', '0.6', '10%', '-0.1', '1e-1'])('a share of %s is a mistake of the caller', async (share) => {
    const { code, stderr } = await call(['budgets', 'set-wind-down', 'daily', share], () => undefined);
    expect([code, server.calls]).toEqual([exitCode.usage, []]);
    expect(stderr).toContain(share);
  });

  it('set-limit speaks the unit of the budget', async () => {
    await call(['budgets', 'set-limit', 'tokens', '120000'], ({ method }) =>
      method === 'GET' ? list([daily, tokens]) : { status: 200, body: tokens },
    );
    expect(server.callsOf('PATCH', '/v1/budgets/b2').map(({ body }) => body)).toEqual([{ limit_tokens: 120_000 }]);
  });

  it('show has the counters, found by name or by id', async () => {
    const counter = {
      subject: 'a',
      window_start: '2026-11-23T00:00:00Z',
      spent_usd: '4.58',
      reserved_usd: '0',
      available_usd: '0.42',
    };
    const { stdout } = await call(['budgets', 'show', 'b1'], ({ path }) =>
      path.includes('/counters?') ? list([counter]) : list([daily]),
    );
    expect(stdout).toMatch(/^a +2026-11-23T00:00:00Z +5\.00 +4\.58 +0\.00 +0\.42 +USD$/m);
    expect(stdout).not.toContain('kept');
  });

  it('show has what is kept for a last call, so that the figures add up to the limit', async () => {
    const kept = { ...daily, wind_down: 0.1 };
    const counter = { subject: 'a', window_start: '2026-11-23T00:00:00Z', reserved_usd: '0.25' };
    const open = { ...counter, spent_usd: '4', available_usd: '0.25', wind_down_available_usd: '0.75' };
    const used = { ...counter, subject: 'b', spent_usd: '4.7', available_usd: '-0.45', wind_down_available_usd: '0' };
    const { stdout } = await call(['budgets', 'show', 'daily'], ({ path }) =>
      path.includes('/counters?') ? list([open, used]) : list([kept]),
    );
    expect(stdout).toMatch(/^subject +window from +limit +spent +reserved +kept +available +unit$/m);
    expect(stdout).toMatch(/^a .* 5\.00 +4\.00 +0\.25 +0\.50 +0\.25 +USD$/m);
    expect(stdout).toMatch(/^b .* 5\.00 +4\.70 +0\.25 +0\.50 +-0\.45 +USD$/m);
  });

  it('delete of one that does not exist ends with 1', async () => {
    const { code, stderr } = await call(['budgets', 'delete', 'nope'], () => list([daily]));
    expect(code).toBe(exitCode.failed);
    expect(stderr).toContain('there is no budget "nope"');
    expect(server.callsOf('DELETE', '/')).toEqual([]);
  });

  it('delete deletes', async () => {
    const { stdout } = await call(['budgets', 'delete', 'daily'], ({ method }) =>
      method === 'GET' ? list([daily]) : { status: 204 },
    );
    expect(stdout).toBe('Deleted daily.\n');
    expect(server.callsOf('DELETE', '/v1/budgets/b1')).toHaveLength(1);
  });
});

describe('keys', () => {
  it('create prints the secret alone, so that it can go into a variable', async () => {
    const args = ['keys', 'create', 'laptop', '--kind', 'agent', '--agent', 'coder', '--pin', 'team=core'];
    const { stdout, stderr } = await call(args, () => ({ status: 201, body: { id: 'key_1', secret: 'cd_secret' } }));
    expect(server.calls[0]?.body).toEqual({ name: 'laptop', kind: 'agent', agent: 'coder', pins: { team: 'core' } });
    expect(stdout).toBe('cd_secret\n');
    expect(stderr).toContain('it is not shown again');
  });

  it('revoke names the key in the path', async () => {
    await call(['keys', 'revoke', 'key_1'], () => ({ status: 204 }));
    expect(server.calls).toMatchObject([{ method: 'DELETE', path: '/v1/keys/key_1' }]);
  });
});

it('topup sends the canonical amount and the reference', async () => {
  const wallet = { mode: 'prepaid', balance_usd: '30', reserved_usd: '0', available_usd: '30' };
  const { stdout } = await call(['topup', '5.10', '--reference', 'inv-7'], ({ method }) =>
    method === 'POST' ? { status: 201, body: { amount_usd: '5.1' } } : { status: 200, body: wallet },
  );
  expect(server.callsOf('POST', '/v1/credits/top-ups').map(({ body }) => body)).toEqual([
    { amount_usd: '5.1', reference: 'inv-7' },
  ]);
  expect(stdout).toBe('Added 5.1 USD; the balance is 30 USD.\n');
});

describe('report', () => {
  const react = ({ path }: RecordedCall): Answer | undefined => {
    if (path.startsWith('/v1/reports/breakdown'))
      return list([
        { agent: 'coder', model: 'openai/gpt-4o', requests: 1200, input_tokens: 5, output_tokens: 6, cost_usd: '1.5' },
      ]);
    if (path.startsWith('/v1/reports/refusals'))
      return list([{ agent: 'coder', code: 'budget_exceeded', count: 4, required_usd: '0.02' }]);
    if (path === '/v1/credits') return { status: 403, body: { code: 'forbidden', detail: 'no' } };
    return list([]);
  };

  it('shows spend, refusals and budgets, and the wallet where the key may see it', async () => {
    const { stdout } = await call(['report'], react);
    expect(stdout).toMatch(/coder +openai\/gpt-4o +1,200 +5 +6 +1\.50/);
    expect(stdout).toMatch(/coder +budget_exceeded +4 +0\.02/);
    expect(stdout).toContain('it takes an admin key');
  });

  it('asks for the dimensions and the time it is given; a date begins at midnight UTC', async () => {
    await call(['report', '--by', 'team, user', '--from', '2026-11-01', '--timezone', 'Asia/Kolkata'], react);
    const query = new URLSearchParams(server.callsOf('GET', '/v1/reports/breakdown')[0]?.path.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      by: 'team,user',
      from: '2026-11-01T00:00:00Z',
      timezone: 'Asia/Kolkata',
    });
  });
});

it('trace generate prints the header and as many rows as asked', async () => {
  const { code, stdout } = await call(['trace', 'generate', '--rows', '2500', '--seed', '9'], () => undefined);
  expect(code).toBe(exitCode.ok);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2501);
});

describe('credits', () => {
  const moved = { kind: 'refund', amount_usd: '-2.5', balance_usd: '7.5' };

  it.each([
    [
      ['grant', '5', '--reference', 'g', '--promotion', '--priority', '3', '--expires', '2027-01-01T00:00:00Z'],
      '/v1/credits/grants',
      { amount_usd: '5', source: 'promotion', reference: 'g', priority: 3, expires_at: '2027-01-01T00:00:00Z' },
    ],
    [
      ['refund', '2.50', '--top-up', 'inv-7', '--reference', 'r', '--reason', 'twice'],
      '/v1/credits/refunds',
      { amount_usd: '2.5', top_up: 'inv-7', reference: 'r', reason: 'twice' },
    ],
    [
      ['adjust', '--reference', 'a', '--reason', 'wrong', '--', '-5.0'],
      '/v1/credits/adjustments',
      { amount_usd: '-5', reference: 'a', reason: 'wrong' },
    ],
    [
      ['write-off', '--reference', 'w', '--reason', 'gone'],
      '/v1/credits/write-offs',
      { reference: 'w', reason: 'gone' },
    ],
  ])('%j sends what the contract has', async (args, path, body) => {
    const { stdout } = await call(['credits', ...args], () => ({ status: 201, body: moved }));
    expect(server.calls).toMatchObject([{ method: 'POST', path, body }]);
    expect(stdout).toBe('refund of -2.5 USD; the balance is 7.5 USD.\n');
  });

  it('mode and balance show the wallet; lots are a table', async () => {
    const wallet = { mode: 'overdraft', balance_usd: '1', available_usd: '6', overdraft_usd: '5', frozen: false };
    const changed = await call(['credits', 'mode', 'overdraft', '--overdraft', '5'], () => ({
      status: 200,
      body: wallet,
    }));
    expect(server.calls).toMatchObject([{ method: 'PATCH', body: { mode: 'overdraft', overdraft_usd: '5' } }]);
    expect(changed.stdout).toMatch(/^available USD +6$/m);
    await server.close();
    const lot = { id: 'l1', source: 'grant', priority: 50, amount_usd: '5', remaining_usd: '2', reference: 'g' };
    const { stdout } = await call(['credits', 'lots', '--all'], () => list([lot]));
    expect(server.calls[0]?.path).toContain('state=all');
    expect(stdout).toMatch(/^l1 +grant +50 +5 +2 +- +g/m);
  });

  it('what needs a reason is not sent without one', async () => {
    const { code, stderr } = await call(['credits', 'write-off', '--reference', 'w'], () => undefined);
    expect([code, server.calls]).toEqual([exitCode.usage, []]);
    expect(stderr).toContain('--reason');
  });
});
