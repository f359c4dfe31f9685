import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import { makeKey, membersOf, rowsOf, textOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

let nowMs = Date.UTC(2026, 10, 20, 9);
let test: TestNode;

beforeAll(async () => {
  test = await startTestNode({ clock: () => nowMs });
});
afterAll(() => test.close());

/** Rows of a time need the partitions of their weeks. */
async function moveTo(timeMs: number): Promise<void> {
  nowMs = timeMs;
  await ensurePartitions(test.node.context.pool, nowMs);
}

async function must(path: string, body: unknown): Promise<Record<string, unknown>> {
  nowMs += 1_000;
  const reply = await test.call('POST', path, body);
  if (reply.status >= 300) throw new Error(reply.text);
  return membersOf(reply.json);
}

async function pay(agent: string, team: string | null, amountUsd: string): Promise<void> {
  const labels = team === null ? { agent } : { agent, team };
  const { id } = await must('/v1/reservations', { ...labels, amount_usd: amountUsd });
  await must(`/v1/reservations/${String(id)}/settle`, { cost_usd: amountUsd });
}

async function statement(month: string, query = ''): Promise<Record<string, unknown>> {
  const reply = await test.call('GET', `/v1/credits/statements/${month}?${query}`);
  if (reply.status !== 200) throw new Error(reply.text);
  return membersOf(reply.json);
}

/** The same rows as plain SQL has them: by the zone's calendar in Postgres, and not by ids. */
async function sumsIn(month: string, zone: string): Promise<Record<string, string>> {
  const { rows } = await test.pool.query<{ kind: string; amount: string }>(
    `SELECT kind, trim_scale(sum(amount_nano_usd) / 1e9)::text AS amount FROM ledger_entries
      WHERE to_char(time AT TIME ZONE $2, 'YYYY-MM') = $1 GROUP BY kind`,
    [month, zone],
  );
  return Object.fromEntries(rows.map(({ kind, amount }) => [kind, amount]));
}

function csvRows(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index]!, cell])));
}

describe('statements', () => {
  beforeAll(async () => {
    await moveTo(nowMs);
    await must('/v1/credits/top-ups', { amount_usd: '100', reference: 'first <b>payment</b> & co' });
    await pay('bot', 'research', '1.25');
    await pay('bot', 'research', '0.000000001');
    // 30 November, 23:30 UTC: December has begun in Berlin.
    await moveTo(Date.UTC(2026, 10, 30, 23, 30));
    await pay('writer', 'sales', '2');
    await moveTo(Date.UTC(2026, 11, 1, 8));
    await pay('writer', null, '3');
    await must('/v1/credits/top-ups', { amount_usd: '50', reference: '=1+1' });
    await moveTo(Date.UTC(2027, 1, 3));
    await pay('bot', 'research', '4');
  });

  it('open with the balance before, close with the balance after, and movements make the difference', async () => {
    const november = await statement('2026-11');
    expect(november).toMatchObject({
      month: '2026-11',
      timezone: 'UTC',
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
      is_over: true,
      opening_balance_usd: '0',
      closing_balance_usd: '96.749999999',
      movements: [
        { kind: 'top_up', entries: 1, amount_usd: '100' },
        { kind: 'charge', entries: 3, amount_usd: '-3.250000001' },
      ],
      teams: [
        { team: 'research', entries: 2, amount_usd: '-1.250000001' },
        { team: 'sales', entries: 1, amount_usd: '-2' },
      ],
      days: [
        { date: '2026-11-20', amount_usd: '-1.250000001' },
        { date: '2026-11-30', amount_usd: '-2' },
      ],
      credits: [{ kind: 'top_up', reference: 'first <b>payment</b> & co' }],
    });
    const december = await statement('2026-12');
    expect(december).toMatchObject({
      opening_balance_usd: '96.749999999',
      closing_balance_usd: '143.749999999',
      usage: [{ team: null, agent: 'writer', provider: null, model: null, amount_usd: '-3' }],
    });
  });

  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati'])(
    'are cut on the calendar of a zone: %s',
    async (zone) => {
      let closing = '0';
      for (const month of ['2026-11', '2026-12', '2027-01', '2027-02']) {
        const found = await statement(month, `timezone=${encodeURIComponent(zone)}`);
        const movements = found.movements as { kind: string; amount_usd: string }[];
        expect(Object.fromEntries(movements.map((one) => [one.kind, one.amount_usd]))).toEqual(
          await sumsIn(month, zone),
        );
        expect(found.opening_balance_usd).toBe(closing);
        closing = textOf(found, 'closing_balance_usd');
      }
      expect(closing).toBe('139.749999999');
    },
  );

  it('are listed by month, those without movements too, in pages', async () => {
    const first = await test.call('GET', '/v1/credits/statements?limit=3');
    expect(rowsOf(first)).toMatchObject([
      { month: '2027-02', is_over: false, opening_balance_usd: '143.749999999', closing_balance_usd: '139.749999999' },
      { month: '2027-01', is_over: true, opening_balance_usd: '143.749999999', closing_balance_usd: '143.749999999' },
      { month: '2026-12' },
    ]);
    const cursor = textOf(first.json, 'next_cursor');
    const second = await test.call('GET', `/v1/credits/statements?limit=3&cursor=${cursor}`);
    expect(rowsOf(second)).toMatchObject([{ month: '2026-11', opening_balance_usd: '0' }]);
    expect(membersOf(second.json).next_cursor).toBeNull();
    expect(rowsOf(await test.call('GET', '/v1/credits/statements?timezone=Europe/Berlin')).at(-1)).toMatchObject({
      month: '2026-11',
      from: '2026-10-31T23:00:00Z',
      closing_balance_usd: '98.749999999',
    });
  });

  it('as CSV have every movement between the two balances, and no formula', async () => {
    const reply = await test.call('GET', '/v1/credits/statements/2026-12?format=csv');
    expect(String(reply.headers['content-type'])).toContain('text/csv');
    expect(reply.headers['content-disposition']).toBe('attachment; filename="cofferdam-statement-2026-12.csv"');
    const rows = csvRows(reply.text);
    expect(rows.map(({ kind, amount_usd, balance_usd }) => [kind, amount_usd, balance_usd])).toEqual([
      ['opening_balance', '', '96.749999999'],
      ['charge', '-3', '93.749999999'],
      ['top_up', '50', '143.749999999'],
      ['closing_balance', '', '143.749999999'],
    ]);
    expect(rows[1]).toMatchObject({ agent: 'writer', team: '', reference: '' });
    expect(rows[2]!.reference).toBe("'=1+1");
  });

  it('as a page escape what callers named, load nothing, and allow nothing else', async () => {
    const reply = await test.call('GET', '/v1/credits/statements/2026-11?format=html');
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(reply.headers['content-security-policy'])).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(reply.text).toContain('first &lt;b&gt;payment&lt;/b&gt; &amp; co');
    expect(reply.text).not.toMatch(/<b>|<script|src=|href=|url\(|@import/);
    expect(reply.text).toContain('<td class="figure">96.749999999</td>');
    expect(reply.text).toContain('<td class="figure">+100.000000000</td>');
  });

  it('of a month before the first entry and after the last are empty, and hold the balance', async () => {
    expect(await statement('2026-01')).toMatchObject({ closing_balance_usd: '0', movements: [], usage: [] });
    expect(await statement('2030-01')).toMatchObject({ is_over: false, opening_balance_usd: '139.749999999' });
  });

  it.each([
    ['2026-13', '', 'month'],
    ['1999-01', '', 'month'],
    ['2026-11', 'timezone=Mars/Olympus', 'timezone'],
    ['2026-11', 'format=pdf', 'format'],
    ['2026-11', 'team=x', 'team'],
  ])('of %s with "%s" are told by the field that is wrong', async (month, query, field) => {
    const reply = await test.call('GET', `/v1/credits/statements/${month}?${query}`);
    expect([reply.status, textOf(reply.json, 'field')]).toEqual([400, field]);
  });

  it('are for admins only, and of their own org', async () => {
    const service = test.as((await makeKey(test.call, { kind: 'service' })).secret);
    expect((await service('GET', '/v1/credits/statements')).status).toBe(403);
    expect((await service('GET', '/v1/credits/statements/2026-11')).status).toBe(403);
    const other = membersOf((await test.call('POST', '/v1/orgs', { name: 'other' })).json);
    const stranger = test.as(textOf(membersOf(other.admin_key), 'secret'));
    expect(rowsOf(await stranger('GET', '/v1/credits/statements'))).toEqual([]);
    expect(membersOf((await stranger('GET', '/v1/credits/statements/2026-11')).json)).toMatchObject({ movements: [] });
  });

  it('stand still while spending goes on', async () => {
    nowMs += hourMs + dayMs;
    const before = await statement('2027-02');
    await pay('bot', 'research', '0.5');
    const after = await statement('2027-02');
    expect([before.opening_balance_usd, before.closing_balance_usd]).toEqual(['143.749999999', '139.749999999']);
    expect([after.opening_balance_usd, after.closing_balance_usd]).toEqual(['143.749999999', '139.249999999']);
    expect(await statement('2026-11')).toMatchObject({ closing_balance_usd: '96.749999999' });
  });
});
