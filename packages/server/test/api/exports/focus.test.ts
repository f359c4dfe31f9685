import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, membersOf } from '../support/fields.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { readCsv } from './support/read-csv.ts';
import { focusRules, isOf } from './support/focus-1.2.ts';

type Row = Record<string, string>;

/** The day after today: what is prepaid is charged now. */
const end = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

let node: TestNode;
let rows: Row[];

function usage(model: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const provider = model.startsWith('claude') ? 'anthropic' : 'openai';
  return { provider, model, input_tokens: 1_003, output_tokens: 107, ...more };
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const reply = await node.call('POST', path, body);
  expect([path, reply.status, reply.text]).toEqual([path, expect.toBeOneOf([200, 201]), expect.any(String)]);
  return membersOf(reply.json);
}

/** Charges of each kind that there is, postpaid and prepaid, over two months. */
async function spend(): Promise<void> {
  const source = 's';
  const common = { source, agent: 'bot', team: 'red', workflow: 'w' };
  await post('/v1/usage', [
    { ...common, id: '1', time: '2026-02-27T23:59:59Z', usage: usage('gpt-4o', { cache_read_tokens: 501 }) },
    { ...common, id: '2', time: '2026-03-01T00:00:00Z', usage: usage('gpt-4o', { cache_read_tokens: 501 }) },
    {
      ...common,
      id: '3',
      time: '2026-03-01T08:00:00Z',
      usage: usage('claude-sonnet-4-5', { cache_write_tokens: 77, cache_write_1h_tokens: 13 }),
    },
    {
      ...common,
      id: '4',
      time: '2026-03-01T08:00:00Z',
      usage: usage('gpt-4o-mini', { service_tier: 'flex', reasoning_tokens: 11 }),
    },
    { ...common, id: '5', time: '2026-03-02T08:00:00Z', usage: usage('made-up') },
    { ...common, id: '6', time: '2026-03-02T08:00:00Z', cost_usd: '0.000000001' },
    {
      ...common,
      id: '7',
      time: '2026-03-02T08:00:00Z',
      tools: [
        { name: 'search', quantity: '2.5', cost_usd: '0.02' },
        { name: 'crawl', quantity: 3 },
      ],
    },
    { ...common, id: '8', agent: 'other', team: undefined, time: '2026-03-02T08:00:00Z', usage: usage('gpt-4o') },
  ]);
  await node.call('PUT', '/v1/prices/overrides/openai/made-up', {
    input_usd_per_mtok: '0.000001',
    output_usd_per_mtok: '0.333333',
    effective_from: '2026-03-03T00:00:00Z',
    per_request_usd: '0.01',
  });
  await post('/v1/usage', {
    ...common,
    id: '9',
    time: '2026-03-03T08:00:00Z',
    usage: usage('made-up', { input_tokens: 7 }),
  });
  await post('/v1/credits/top-ups', { amount_usd: '20', reference: '=cmd' });
  await post(
    '/v1/usage',
    Array.from({ length: 40 }, (_, index) => ({
      ...common,
      id: `p${index}`,
      usage: usage('gpt-4o', { input_tokens: 1_000 + index * 17, cache_read_tokens: index * 3 }),
    })),
  );
}

beforeAll(async () => {
  node = await startTestNode();
  await spend();
  // A correction that was made after the month of its charge was over.
  await node.pool.query(
    `INSERT INTO usage_records
     SELECT (jsonb_populate_record(u, jsonb_build_object('id', overlay(u.id::text PLACING 'ffff' FROM 33 FOR 4), 'type', 'correction',
       'correction_of', u.id, 'cost_nano_usd', -1234567, 'tokens', 0, 'requests', 0, 'source', NULL, 'source_id', NULL,
       'input_uncached', NULL, 'cache_read', NULL, 'cache_write_5m', NULL, 'cache_write_1h', NULL, 'output', NULL, 'reasoning', NULL,
       'audio_input', NULL, 'audio_output', NULL, 'image_input', NULL, 'image_output', NULL))).*
       FROM usage_records u WHERE source_id = '1'`,
  );
  rows = await focus(`from=2026-02-01&to=${end}`);
});
afterAll(() => node.close());

async function focus(query: string): Promise<Row[]> {
  const reply = await node.call('GET', `/v1/exports/focus?version=1.2&format=csv&${query}`);
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
  return readCsv(reply.text);
}

/** A decimal as an integer count of 10^-27. */
function exact(text: string): bigint {
  const [, sign = '', whole = '', places = ''] = /^(-?)(\d+)\.(\d+)$/.exec(text) ?? [];
  return BigInt(`${sign}${whole}${places.padEnd(27, '0')}`);
}

function sum(of: readonly Row[], column: string): bigint {
  return of.reduce((total, row) => total + exact(row[column]!), 0n);
}

const nano = 10n ** 18n;

describe('against the tables of the specification', () => {
  it.each(Object.entries(focusRules))('%s', (column, rule) => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const value = row[column];
      expect([column, typeof value]).toEqual([column, 'string']);
      if (value === '') {
        expect([column, rule.nulls, row.ChargeDescription]).toEqual([column, true, row.ChargeDescription]);
        continue;
      }
      expect([column, value, isOf(rule.type, value!)]).toEqual([column, value, true]);
      if (rule.values !== undefined) expect(rule.values).toContain(value);
    }
  });

  it('has all of its columns and, beside them, only ones that begin with x_', () => {
    const columns = Object.keys(rows[0]!);
    expect(columns.filter((name) => !name.startsWith('x_')).toSorted()).toEqual(Object.keys(focusRules).toSorted());
    expect(columns.findIndex((name) => name.startsWith('x_'))).toBe(Object.keys(focusRules).length);
  });
});

describe('across columns', () => {
  const isPriced = (row: Row): boolean =>
    (row.ChargeCategory === 'Usage' || row.ChargeCategory === 'Purchase') && row.ChargeClass !== 'Correction';

  it('a usage or a purchase that is no correction has prices, quantities, a SKU and a category of pricing', () => {
    const needed = [
      'ListUnitPrice',
      'ContractedUnitPrice',
      'PricingQuantity',
      'PricingUnit',
      'SkuId',
      'SkuPriceId',
      'PricingCategory',
    ];
    for (const row of rows.filter(isPriced))
      for (const column of needed) expect([column, row[column]]).not.toEqual([column, '']);
  });

  it('a unit price times the quantity is the cost, exactly', () => {
    const product = (row: Row, price: string): bigint => exact(row[price]!) * exact(row.PricingQuantity!);
    for (const row of rows.filter(isPriced)) {
      expect(product(row, 'ListUnitPrice')).toBe(exact(row.ListCost!) * 10n ** 27n);
      expect(product(row, 'ContractedUnitPrice')).toBe(exact(row.ContractedCost!) * 10n ** 27n);
    }
  });

  it('only usage has a consumed quantity, which is positive', () => {
    for (const row of rows) {
      expect((row.ConsumedQuantity === '') !== (row.ChargeCategory === 'Usage')).toBe(true);
      expect((row.ConsumedUnit === '') === (row.ConsumedQuantity === '')).toBe(true);
      if (row.ConsumedQuantity !== '') expect(exact(row.ConsumedQuantity!) > 0n).toBe(true);
    }
  });

  it('a purchase of credit is billed and has no effective cost; what is drawn from it is not billed again', () => {
    const bought = rows.filter((row) => row.ChargeCategory === 'Purchase');
    expect(bought.map((row) => [row.BilledCost, row.EffectiveCost, row.ChargeFrequency])).toEqual([
      ['20.0', '0.0', 'One-Time'],
    ]);
    const drawn = rows.filter((row) => row.x_Prepaid === 'true');
    expect(drawn.length).toBeGreaterThan(2);
    expect(drawn.every((row) => row.BilledCost === '0.0')).toBe(true);
    const other = rows.filter((row) => row.x_Prepaid === 'false');
    expect(other.every((row) => row.BilledCost === row.EffectiveCost)).toBe(true);
  });

  it('the account, the sub-account and the resource have a type exactly where they have an id', () => {
    for (const row of rows) {
      expect((row.SubAccountId === '') === (row.SubAccountType === '')).toBe(true);
      expect((row.ResourceId === '') === (row.ResourceType === '')).toBe(true);
      expect(row.BillingAccountType).toBe('Organization');
    }
  });

  it('a charge is of one day within its month, and ends are exclusive', () => {
    for (const row of rows) {
      expect(Date.parse(row.ChargePeriodEnd!) - Date.parse(row.ChargePeriodStart!)).toBe(86_400_000);
      expect(row.BillingPeriodStart).toBe(`${row.ChargePeriodStart!.slice(0, 7)}-01T00:00:00Z`);
      expect(Date.parse(row.BillingPeriodEnd!) >= Date.parse(row.ChargePeriodEnd!)).toBe(true);
      expect(row.BillingPeriodEnd).toMatch(/-01T00:00:00Z$/);
    }
  });

  it('what corrects a month that was over is marked, and nothing else', () => {
    expect(
      rows.filter((row) => row.ChargeClass === 'Correction').map((row) => [row.SkuMeter, row.EffectiveCost]),
    ).toEqual([['Correction', '-0.001234567']]);
  });

  it('figures in the currency of pricing are those in the currency of billing', () => {
    for (const row of rows) {
      expect([row.PricingCurrency, row.BillingCurrency]).toEqual(['USD', 'USD']);
      expect(row.PricingCurrencyEffectiveCost).toBe(row.EffectiveCost);
      expect(row.PricingCurrencyListUnitPrice).toBe(row.ListUnitPrice);
      expect(row.PricingCurrencyContractedUnitPrice).toBe(row.ContractedUnitPrice);
    }
  });

  it('a text that a spreadsheet would carry out is none', () => {
    expect(rows.every((row) => !/^[=+@]/.test(row.ChargeDescription!))).toBe(true);
  });
});

describe('against the records', () => {
  it.each([
    ['all of it', '2026-02-01', end],
    ['one day', '2026-03-01', '2026-03-02'],
    ['from a month on', '2026-03-01', end],
  ])('adds up to them to the nano-USD: %s', async (_name, from, to) => {
    const found = (await focus(`from=${from}&to=${to}`)).filter((row) => row.ChargeCategory === 'Usage');
    const { rows: sums } = await node.pool.query<{ cost: string; billed: string; unpriced: string }>(
      `SELECT coalesce(sum(cost_nano_usd), 0)::text AS cost, coalesce(sum(cost_nano_usd) FILTER (WHERE NOT prepaid), 0)::text AS billed,
              (count(*) FILTER (WHERE cost_nano_usd IS NULL))::text AS unpriced
         FROM usage_records WHERE time >= $1 AND time < $2`,
      [`${from}T00:00:00Z`, `${to}T00:00:00Z`],
    );
    expect(sum(found, 'EffectiveCost') / nano).toBe(BigInt(sums[0]!.cost));
    expect(sum(found, 'BilledCost') / nano).toBe(BigInt(sums[0]!.billed));
    expect(found.reduce((count, row) => count + Number(row.x_UnpricedCharges), 0)).toBe(Number(sums[0]!.unpriced));
  });

  it('adds up to them by day, team, agent and model', async () => {
    const { rows: groups } = await node.pool.query<{ key: string; cost: string }>(
      `SELECT concat_ws(' ', to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD'), coalesce(team, '-'), agent, coalesce(provider, '-'), coalesce(model, '-')) AS key,
              coalesce(sum(cost_nano_usd), 0)::text AS cost FROM usage_records GROUP BY 1`,
    );
    const shown = new Map<string, bigint>();
    for (const row of rows.filter(({ ChargeCategory }) => ChargeCategory === 'Usage')) {
      const [provider = '-', model = '-'] = row.SkuId!.startsWith('tools/') ? [] : row.SkuId!.split('/');
      const key = [row.ChargePeriodStart!.slice(0, 10), row.SubAccountId || '-', row.ResourceId, provider, model].join(
        ' ',
      );
      shown.set(key, (shown.get(key) ?? 0n) + exact(row.EffectiveCost!) / nano);
    }
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(groups.map(({ key, cost }) => [key, BigInt(cost)])));
  });

  it('has the tokens of each meter, each at the price of the book', async () => {
    const { rows: tokens } = await node.pool.query<{ meter: string; tokens: string }>(
      `SELECT m.meter, sum(m.tokens)::text AS tokens FROM usage_records u
        CROSS JOIN LATERAL (VALUES ('Input', input_uncached), ('Cache Read', cache_read), ('Cache Write 5m', cache_write_5m),
                                   ('Cache Write 1h', cache_write_1h), ('Output', output)) AS m (meter, tokens)
        WHERE cost_nano_usd IS NOT NULL AND m.tokens > 0 GROUP BY 1`,
    );
    const shown = new Map<string, bigint>();
    for (const row of rows.filter(({ PricingUnit }) => PricingUnit === 'Tokens'))
      shown.set(row.SkuMeter!, (shown.get(row.SkuMeter!) ?? 0n) + exact(row.PricingQuantity!) / 10n ** 27n);
    expect(Object.fromEntries(shown)).toEqual(
      Object.fromEntries(tokens.map(({ meter, tokens: count }) => [meter, BigInt(count)])),
    );
    // OpenAI's published prices of gpt-4o: 2.50, 1.25 and 10.00 USD per million tokens.
    const prices = rows
      .filter(({ SkuId }) => SkuId?.startsWith('openai/gpt-4o/'))
      .map((row) => `${row.SkuMeter} ${row.ListUnitPrice}`);
    expect(new Set(prices)).toEqual(
      new Set(['Input 0.0000025', 'Cache Read 0.00000125', 'Output 0.00001', 'Correction 1.0']),
    );
  });

  it('has one row for what is alike, and more where labels are asked for as tags', async () => {
    const drawn = rows.filter((row) => row.x_Prepaid === 'true');
    expect([...new Set(drawn.map((row) => row.SkuMeter!))].toSorted()).toEqual(['Cache Read', 'Input', 'Output']);
    expect(drawn.length).toBeLessThan(7);
    const tagged = await focus('from=2026-03-01&to=2026-03-04&tags=workflow,user');
    expect(tagged.filter((row) => row.ResourceId === 'bot').every((row) => row.Tags === '{"workflow":"w"}')).toBe(true);
  });
});

describe('what is asked for', () => {
  const refused = async (query: string): Promise<unknown> =>
    membersOf((await node.call('GET', `/v1/exports/focus?${query}`)).json).detail;

  it('is refused where the version is not supported, naming the one that is', async () => {
    expect(await refused('version=1.4')).toBe('version: must be 1.2, the one version of FOCUS that is supported');
  });

  it('is refused where it is of no whole days, ends before it begins, or has tags that are columns', async () => {
    expect(await refused('from=2026-03-01T01:00:00Z')).toMatch(/^from: must be the beginning of a day/);
    expect(await refused('from=2026-03-02&to=2026-03-01')).toMatch(/^from: must be before to/);
    expect(await refused('tags=agent')).toMatch(/^tags: must be different ones of workflow/);
  });

  it('is, without a period, the month that is going on', async () => {
    const found = await focus('');
    expect(found.some((row) => row.ChargeCategory === 'Purchase')).toBe(true);
    expect(found.filter((row) => row.ChargePeriodStart!.startsWith('2026-02'))).toEqual([]);
  });

  it('is not for the key of an agent', async () => {
    const bot = node.as((await makeKey(node.call, { kind: 'agent', agent: 'bot' })).secret);
    expect((await bot('GET', '/v1/exports/focus')).status).toBe(403);
  });
});
