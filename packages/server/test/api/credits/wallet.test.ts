import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, rowsOf, textOf } from '../support/fields.ts';
import { tableContents } from '../support/table-contents.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

const nowMs = Date.now();
/** Reading notes when a key was last used, and nothing else. */
const lastUsed = ['api_keys'];

let test: TestNode;

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
});
afterAll(() => test.close());

async function charge(agent: string, amountUsd: string, cost: string): Promise<string> {
  const reply = await test.call('POST', '/v1/reservations', { agent, amount_usd: amountUsd });
  expect(reply.status).toBe(201);
  const id = textOf(reply.json, 'id');
  expect((await test.call('POST', `/v1/reservations/${id}/settle`, { cost_usd: cost })).status).toBe(200);
  return id;
}

describe('credits', () => {
  it('an org without any top-up is postpaid; the first makes it prepaid, and what is held and spent comes off it', async () => {
    const before = await test.call('GET', '/v1/credits');
    expect(before.json).toMatchObject({ mode: 'postpaid', balance_usd: '0', reserved_usd: '0', available_usd: '0' });

    const topUp = await test.call('POST', '/v1/credits/top-ups', { amount_usd: '10', reference: 'invoice 1' });
    expect(topUp.status).toBe(201);
    expect(topUp.json).toMatchObject({ amount_usd: '10', reference: 'invoice 1', balance_usd: '10', mode: 'prepaid' });

    const settled = await charge('payer', '3', '2.5');
    const held = await test.call('POST', '/v1/reservations', { agent: 'payer', amount_usd: '4' });
    expect(held.status).toBe(201);
    const after = await test.call('GET', '/v1/credits');
    expect(after.json).toMatchObject({ mode: 'prepaid', balance_usd: '7.5', reserved_usd: '4', available_usd: '3.5' });

    const refused = await test.call('POST', '/v1/reservations', { agent: 'payer', amount_usd: '7.500000001' });
    expect([refused.status, textOf(refused.json, 'code')]).toEqual([402, 'insufficient_credit']);
    const rows = rowsOf(await test.call('GET', '/v1/credits/ledger'));
    expect(rows).toMatchObject([
      { kind: 'charge', amount_usd: '-2.5', balance_usd: '7.5', reservation: settled, reference: null },
      { kind: 'top_up', amount_usd: '10', balance_usd: '10', usage_record: null, reference: 'invoice 1' },
    ]);
  });

  it('a reference books its payment once: again it gets the same answer, with another amount 422', async () => {
    const body = { amount_usd: '1.25', reference: 'invoice 2' };
    const first = await test.call('POST', '/v1/credits/top-ups', body);
    const contents = await tableContents(test.pool, lastUsed);
    const again = await test.call('POST', '/v1/credits/top-ups', { ...body, amount_usd: '1.250' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = await test.call('POST', '/v1/credits/top-ups', { ...body, amount_usd: '1.26' });
    expect([other.status, textOf(other.json, 'code')]).toEqual([422, 'idempotency_mismatch']);
    expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
  });

  it('an Idempotency-Key repeats byte for byte', async () => {
    const headers = { 'idempotency-key': 'top-up-1' };
    const body = { amount_usd: '0.5', reference: 'invoice 3' };
    const first = await test.call('POST', '/v1/credits/top-ups', body, headers);
    const again = await test.call('POST', '/v1/credits/top-ups', body, headers);
    expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([201, first.text, 'true']);
    const other = await test.call('POST', '/v1/credits/top-ups', { ...body, reference: 'invoice 4' }, headers);
    expect(other.status).toBe(422);
  });

  it.each([
    [{ amount_usd: '0', reference: 'r' }, 'amount_usd'],
    [{ amount_usd: '-1', reference: 'r' }, 'amount_usd'],
    [{ amount_usd: 1, reference: 'r' }, 'amount_usd'],
    [{ amount_usd: '1e3', reference: 'r' }, 'amount_usd'],
    [{ amount_usd: 'NaN', reference: 'r' }, 'amount_usd'],
    [{ amount_usd: '0.1234567891', reference: 'r' }, 'amount_usd'],
    [{ amount_usd: '1000000000.000000001', reference: 'r' }, 'amount_usd'],
    [{ amount_usd: '1' }, 'reference'],
    [{ amount_usd: '1', reference: '' }, 'reference'],
    [{ amount_usd: '1', reference: 'x'.repeat(1_000_000) }, 'reference'],
    [{ amount_usd: '1', reference: 'r', note: 'unknown' }, 'note'],
  ])('bad input is told by its field, and writes nothing (%#)', async (body, field) => {
    const contents = await tableContents(test.pool, lastUsed);
    const reply = await test.call('POST', '/v1/credits/top-ups', body);
    expect([reply.status, textOf(reply.json, 'field')]).toEqual([400, field]);
    expect(reply.text.length).toBeLessThan(2_000);
    expect(await tableContents(test.pool, lastUsed)).toEqual(contents);
  });

  it('only admin keys see credit and move it', async () => {
    const service = test.as((await makeKey(test.call, { kind: 'service' })).secret);
    const agent = test.as((await makeKey(test.call, { kind: 'agent', agent: 'payer' })).secret);
    const body = { amount_usd: '1', reference: 'mine' };
    const statuses = [
      await service('GET', '/v1/credits'),
      await service('GET', '/v1/credits/ledger'),
      await service('POST', '/v1/credits/top-ups', body),
      await agent('GET', '/v1/credits'),
      await agent('GET', '/v1/credits/ledger'),
      await agent('POST', '/v1/credits/top-ups', body),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 403, 403, 403, 403]);
  });
});

describe('the ledger', () => {
  it('walks every entry once in pages, newest first, and adds up to the balance', async () => {
    for (let call = 0; call < 5; call += 1) await charge(`walker-${call % 2}`, '0.01', '0.000000007');
    const seen: Record<string, unknown>[] = [];
    let cursor = '';
    do {
      const page = await test.call('GET', `/v1/credits/ledger?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...rowsOf(page));
      cursor = (page.json as { next_cursor: string | null }).next_cursor ?? '';
    } while (cursor !== '');
    const stored = await test.pool.query<{ id: string }>('SELECT id FROM ledger_entries ORDER BY seq DESC');
    expect(seen.map(({ id }) => id)).toEqual(stored.rows.map(({ id }) => id));
    const sum = await test.pool.query<{ usd: string }>(
      'SELECT trim_scale(sum(amount_nano_usd) / 1e9)::text AS usd FROM ledger_entries',
    );
    expect(seen[0]?.balance_usd).toBe(sum.rows[0]?.usd);
    expect((await test.call('GET', '/v1/credits')).json).toMatchObject({ balance_usd: sum.rows[0]?.usd });
  });

  it('is filtered by kind and by the labels of the charge behind an entry', async () => {
    const walker = rowsOf(await test.call('GET', '/v1/credits/ledger?agent=walker-1'));
    expect(walker.map(({ amount_usd: amount }) => amount)).toEqual(['-0.000000007', '-0.000000007']);
    const topUps = rowsOf(await test.call('GET', '/v1/credits/ledger?kind=top_up'));
    expect(topUps.map(({ reference }) => reference)).toEqual(['invoice 3', 'invoice 2', 'invoice 1']);
    const later = new Date(nowMs + 1).toISOString();
    expect(rowsOf(await test.call('GET', `/v1/credits/ledger?from=${later}`))).toEqual([]);
    const bad = await test.call('GET', '/v1/credits/ledger?cursor=bm9wZQ');
    expect([bad.status, textOf(bad.json, 'field')]).toEqual([400, 'cursor']);
  });
});
