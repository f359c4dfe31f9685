import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type FakeServer, type Reaction, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

async function call(args: string[], react: (call: RecordedCall) => Reaction | undefined) {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  const code = await runCommand(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

describe('credits checkout', () => {
  it('prints the address alone, so that a script can take it', async () => {
    const made = { id: 'p1', url: 'https://checkout.stripe.com/c/pay/cs_1', expires_at: '2026-11-24T09:00:00Z' };
    const args = ['credits', 'checkout', '--amount', '50.00', '--reference', 'order 7'];
    const { stdout, stderr } = await call(args, ({ method }) =>
      method === 'POST' ? { status: 201, body: made } : { status: 200, body: { ...made, state: 'created' } },
    );
    expect(stdout).toBe('https://checkout.stripe.com/c/pay/cs_1\n');
    expect(stderr).toContain('p1');
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      path: '/v1/credits/checkout',
      body: { amount_usd: '50', reference: 'order 7' },
    });
  });

  it('prints no address where a payment of this reference is over', async () => {
    const made = { id: 'p1', reference: 'order 7', url: 'https://checkout.stripe.com/c/pay/cs_1' };
    const args = ['credits', 'checkout', '--amount', '50', '--reference', 'order 7'];
    const { code, stdout, stderr } = await call(args, ({ method, path }) => {
      if (method === 'POST') return { status: 201, body: made };
      return path === '/v1/credits/payments/p1' ? { status: 200, body: { ...made, state: 'succeeded' } } : undefined;
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('payment p1 under the reference order 7 is succeeded: its page is gone');
  });

  it('sends nothing for an amount that is none', async () => {
    const { code } = await call(['credits', 'checkout', '--amount', '5e1'], () => undefined);
    expect([code, server.calls.length]).toEqual([2, 0]);
  });
});

const agreed = {
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  ok: true,
  payments: 3,
  matched: 4,
  residuals: [],
  pending: [{ payment: 'p9', state: 'pending', amount_usd: '9' }],
  stripe: { payments_usd: '110', refunds_usd: '-25', disputes_usd: '0', fees_usd: '18.79' },
};
const residual = {
  id: 'top_up:pi_1',
  kind: 'missing_here',
  payment: 'p1',
  stripe_usd: '40',
  ledger_usd: '0',
  difference_usd: '40',
};

describe('reconcile stripe', () => {
  const args = ['reconcile', 'stripe', '--from', '2026-11-01', '--to', '2026-12-01'];

  it('ends with 0 where nothing differs', async () => {
    const { code, stdout } = await call(args, () => ({ status: 200, body: agreed }));
    expect([code, server.calls[0]?.path]).toEqual([
      0,
      '/v1/credits/reconciliation?from=2026-11-01T00%3A00%3A00Z&to=2026-12-01T00%3A00%3A00Z',
    ]);
    expect(stdout).toContain('No differences.');
    expect(stdout).toContain('18.79');
  });

  it('ends with 1 and names what differs', async () => {
    const { code, stdout } = await call(args, () => ({ status: 200, body: { ...agreed, residuals: [residual] } }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/missing_here +top_up:pi_1 +40 +0 +40 +p1/);
  });

  it('approves what it showed, of the period that it showed', async () => {
    const corrections = [{ residual: 'top_up:pi_1', kind: 'booked', amount_usd: '40', reference: 'pi_1' }];
    const { code, stdout } = await call([...args, '--approve', '--json'], ({ method }): Answer =>
      method === 'GET'
        ? { status: 200, body: { ...agreed, residuals: [residual] } }
        : { status: 200, body: { corrections } },
    );
    expect(code).toBe(0);
    expect(server.calls[1]).toMatchObject({
      path: '/v1/credits/reconciliation/corrections',
      body: { from: agreed.from, to: agreed.to, residuals: ['top_up:pi_1'] },
    });
    expect(JSON.parse(stdout)).toMatchObject({ corrections });
  });

  it.each<[string, Reaction]>([
    ['is not configured', { status: 501, body: { code: 'payments_not_configured', detail: 'no' } }],
    ['does not answer', 'drop'],
  ])('ends with 2 where Stripe or the server %s', async (_, reaction) => {
    const { code, stderr } = await call(args, () => reaction);
    expect(code).toBe(2);
    expect(stderr).toContain('error:');
  });
});
