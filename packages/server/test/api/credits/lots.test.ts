import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../../src/verify.ts';
import { makeKey, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

const dayMs = 86_400_000;
/** Reading notes when a key was last used, and nothing else. */
const lastUsed = ['api_keys'];
let nowMs = Date.now();
let test: TestNode;

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
});

afterAll(async () => {
  expect((await verifyDatabase(test.node.context.pool)).differences).toEqual([]);
  await test.close();
});

function later(days: number): string {
  return new Date(nowMs + days * dayMs).toISOString();
}

async function must(method: 'POST' | 'PATCH' | 'GET', path: string, body?: unknown): Promise<Record<string, unknown>> {
  const reply = await test.call(method, path, body);
  if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
  return reply.json as Record<string, unknown>;
}

async function left(): Promise<Record<string, unknown>> {
  const lots = rowsOf(await test.call('GET', '/v1/credits/lots'));
  return Object.fromEntries(lots.map((lot) => [String(lot.reference), lot.remaining_usd]));
}

describe('lots over the API', () => {
  it('a grant leaves an org postpaid, a purchase does not; one charge draws across lots, and the ledger says which', async () => {
    const promotion = {
      amount_usd: '2',
      source: 'promotion',
      reference: 'welcome',
      expires_at: later(1),
      reason: 'hello',
    };
    const granted = await must('POST', '/v1/credits/grants', promotion);
    expect(granted).toMatchObject({ kind: 'grant', mode: 'postpaid', reason: 'hello', lot: { priority: 10 } });
    await must('POST', '/v1/credits/top-ups', { amount_usd: '10', reference: 'bought' });
    expect(await must('GET', '/v1/credits')).toMatchObject({
      mode: 'prepaid',
      balance_usd: '12',
      frozen: false,
      next_expiry: { at: promotion.expires_at.replace('.000Z', 'Z'), amount_usd: '2' },
    });
    await must('POST', '/v1/usage', { id: 'u1', source: 's', agent: 'a', run: 'r', cost_usd: '5' });
    expect(await left()).toEqual({ bought: '7' });
    const [charge] = rowsOf(await test.call('GET', '/v1/credits/ledger'));
    expect(charge).toMatchObject({ kind: 'charge', amount_usd: '-5' });
    expect((charge!.lots as { amount_usd: string }[]).map((draw) => draw.amount_usd).toSorted()).toEqual(['2', '3']);
    expect(rowsOf(await test.call('GET', '/v1/credits/lots?state=all'))).toMatchObject([
      { reference: 'bought', remaining_usd: '7', amount_usd: '10', source: 'purchase' },
      { reference: 'welcome', remaining_usd: '0', amount_usd: '2', source: 'promotion' },
    ]);
  });

  it('open lots stand as charges draw them; the ledger is read by lot, by reference, and says whose each charge was', async () => {
    const soon = await must('POST', '/v1/credits/grants', {
      amount_usd: '1',
      reference: 'soon',
      priority: 100,
      expires_at: later(300),
    });
    const inOrder = async (cursor = ''): Promise<unknown[]> => {
      const page = await must('GET', `/v1/credits/lots?order=draw&limit=1${cursor}`);
      const lots = (page.data as Record<string, unknown>[]).map(({ reference }) => reference);
      return page.next_cursor === null ? lots : [...lots, ...(await inOrder(`&cursor=${textOf(page, 'next_cursor')}`))];
    };
    expect(await inOrder()).toEqual(['soon', 'bought']);
    const both = await test.call('GET', '/v1/credits/lots?order=draw&state=all');
    expect([both.status, textOf(both.json, 'field')]).toEqual([400, 'state']);

    const { id: lot } = soon.lot as { id: string };
    await must('POST', '/v1/usage', { id: 'u2', source: 's', agent: 'b', run: 'r2', cost_usd: '0.25' });
    const ofLot = async (query = ''): Promise<unknown[]> =>
      rowsOf(await test.call('GET', `/v1/credits/ledger?lot=${lot}${query}`)).map(({ kind }) => kind);
    expect(await ofLot()).toEqual(['charge', 'grant']);
    expect(await ofLot('&kind=grant')).toEqual(['grant']);
    expect(await ofLot('&limit=1')).toEqual(['charge']);
    const [charge] = rowsOf(await test.call('GET', '/v1/credits/ledger?limit=1'));
    expect(charge).toMatchObject({ agent: 'b', run: 'r2', provider: null, payment: null });
    const named = rowsOf(await test.call('GET', '/v1/credits/ledger?reference=welcome'));
    expect(named.map(({ kind }) => kind)).toEqual(['grant']);
    expect(rowsOf(await test.call('GET', '/v1/credits/ledger?reference=welcome&agent=b'))).toEqual([]);
    const mixed = await test.call('GET', `/v1/credits/ledger?lot=${lot}&agent=b`);
    expect([mixed.status, textOf(mixed.json, 'field')]).toEqual([400, 'lot']);
    await must('POST', '/v1/usage', { id: 'u3', source: 's', agent: 'b', run: 'r2', cost_usd: '0.75' });
  });

  it('a refund of more than is unused is 422 and says how much could be; reservations keep what they hold', async () => {
    const held = textOf((await test.call('POST', '/v1/reservations', { agent: 'a', amount_usd: '4' })).json, 'id');
    const body = { amount_usd: '7', top_up: 'bought', reference: 'back', reason: 'sent back' };
    const contents = await tableContents(test.pool, lastUsed);
    const refused = await test.call('POST', '/v1/credits/refunds', body);
    expect([refused.status, refused.json]).toMatchObject([422, { code: 'refund_exceeds_unused', refundable_usd: '3' }]);
    expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
    await must('POST', `/v1/reservations/${held}/release`);
    expect(await must('POST', '/v1/credits/refunds', { ...body, amount_usd: '1' })).toMatchObject({
      amount_usd: '-1',
      balance_usd: '6',
      lot: { remaining_usd: '6' },
    });
    const again = await must('POST', '/v1/credits/refunds', { ...body, amount_usd: '1' });
    expect(again.balance_usd).toBe('6');
  });

  it('adjustments are signed and have a reason; a debt is written off, and no more', async () => {
    await must('POST', '/v1/credits/adjustments', { amount_usd: '-6.5', reference: 'a1', reason: 'double booking' });
    expect(await must('GET', '/v1/credits')).toMatchObject({ balance_usd: '-0.5', available_usd: '-0.5' });
    const refused = await test.call('POST', '/v1/reservations', { agent: 'a', amount_usd: '0.1' });
    expect(refused.status).toBe(402);
    const tooMuch = { amount_usd: '0.6', reference: 'w', reason: 'small' };
    expect((await test.call('POST', '/v1/credits/write-offs', tooMuch)).json).toMatchObject({
      code: 'write_off_exceeds_debt',
      debt_usd: '0.5',
    });
    expect(await must('POST', '/v1/credits/write-offs', { reference: 'w', reason: 'small' })).toMatchObject({
      amount_usd: '0.5',
      balance_usd: '0',
      lot: null,
    });
    await must('POST', '/v1/credits/adjustments', { amount_usd: '1', reference: 'a2', reason: 'found' });
    expect(await left()).toEqual({ a2: '1' });
  });

  it('the mode is set, with its overdraft; each is in the audit log', async () => {
    const without = await test.call('PATCH', '/v1/credits', { mode: 'overdraft' });
    expect([without.status, textOf(without.json, 'field')]).toEqual([400, 'overdraft_usd']);
    await must('PATCH', '/v1/credits', { mode: 'overdraft', overdraft_usd: '5' });
    expect(await must('GET', '/v1/credits')).toMatchObject({
      mode: 'overdraft',
      overdraft_usd: '5',
      available_usd: '6',
    });
    const held = await must('POST', '/v1/reservations', { agent: 'a', amount_usd: '6' });
    await must('PATCH', '/v1/credits', { mode: 'prepaid' });
    expect(await must('GET', '/v1/credits')).toMatchObject({ mode: 'prepaid', available_usd: '-5' });
    await must('POST', `/v1/reservations/${textOf(held, 'id')}/release`);
    await must('PATCH', '/v1/credits', { mode: 'postpaid' });
    const actions = rowsOf(await test.call('GET', '/v1/audit?action=credit')).map(({ action }) => action);
    expect(actions.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => 'credit.mode_changed'));
    expect(actions).toEqual(expect.arrayContaining(['credit.granted', 'credit.refunded', 'credit.written_off']));
  });

  it('what has expired is not available, also before anybody has taken it; what an open call needs stays for it', async () => {
    await must('PATCH', '/v1/credits', { mode: 'prepaid' });
    await must('POST', '/v1/credits/top-ups', { amount_usd: '20', reference: 'for a day', expires_at: later(1) });
    const hold = { agent: 'a', amount_usd: '8', ttl_seconds: 86_400 };
    const id = textOf((await test.call('POST', '/v1/reservations', hold)).json, 'id');
    nowMs += dayMs - 1;
    await must('POST', `/v1/reservations/${id}/extend`, { ttl_seconds: 86_400 });
    expect(await left()).toMatchObject({ 'for a day': '20' });
    nowMs += 1;
    expect(await must('GET', '/v1/credits')).toMatchObject({ available_usd: '0' });
    expect((await test.call('POST', '/v1/reservations', { agent: 'a', amount_usd: '0.1' })).status).toBe(429);
    await must('POST', `/v1/reservations/${id}/settle`, { cost_usd: '8' });
    await must('POST', '/v1/credits/grants', { amount_usd: '1', reference: 'last' });
    expect(await left()).toEqual({ last: '1' });
  });

  it.each([
    ['/v1/credits/grants', { amount_usd: '1', reference: 'r', priority: 1_001 }, 'priority'],
    ['/v1/credits/grants', { amount_usd: '1', reference: 'r', source: 'purchase' }, 'source'],
    ['/v1/credits/grants', { amount_usd: '1', reference: 'r', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    ['/v1/credits/top-ups', { amount_usd: '1', reference: 'r', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    ['/v1/credits/refunds', { amount_usd: '1', reference: 'r', reason: 'x' }, 'lot'],
    ['/v1/credits/refunds', { amount_usd: '1', reference: 'r', top_up: 'bought' }, 'reason'],
    ['/v1/credits/refunds', { amount_usd: '1', reference: 'r', lot: 'nobody', reason: 'x' }, 'lot'],
    ['/v1/credits/adjustments', { amount_usd: '0', reference: 'r', reason: 'x' }, 'amount_usd'],
    ['/v1/credits/adjustments', { amount_usd: '--1', reference: 'r', reason: 'x' }, 'amount_usd'],
    ['/v1/credits/adjustments', { amount_usd: '1', reference: 'r' }, 'reason'],
    ['/v1/credits/write-offs', { amount_usd: '-1', reference: 'r', reason: 'x' }, 'amount_usd'],
  ])('bad input is told by its field, and writes nothing (%s, %#)', async (path, body, field) => {
    const contents = await tableContents(test.pool, lastUsed);
    const reply = await test.call('POST', path, body);
    expect([reply.status, textOf(reply.json, 'field')]).toEqual([400, field]);
    expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
  });

  it('only admin keys see lots and move credit', async () => {
    const service = test.as((await makeKey(test.call, { kind: 'service' })).secret);
    const move = { amount_usd: '1', reference: 'mine', reason: 'x' };
    const statuses = [
      await service('GET', '/v1/credits/lots'),
      await service('PATCH', '/v1/credits', { mode: 'postpaid' }),
      await service('POST', '/v1/credits/grants', move),
      await service('POST', '/v1/credits/refunds', { ...move, top_up: 'bought' }),
      await service('POST', '/v1/credits/adjustments', move),
      await service('POST', '/v1/credits/write-offs', move),
    ].map(({ status }) => status);
    expect(statuses).toEqual(statuses.map(() => 403));
  });
});
