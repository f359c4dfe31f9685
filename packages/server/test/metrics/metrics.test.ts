import { readdirSync, readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLabelCap } from '../../src/metrics/label-cap.ts';
import { databaseMetrics } from '../../src/metrics/database-metrics.ts';
import { textOf } from '../api/support/fields.ts';
import { startTestNode, type TestNode } from '../api/support/test-node.ts';
import { readMetrics, type Scrape } from './support/read-metrics.ts';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/reference/metrics.md', root), 'utf8');
const grafana = JSON.parse(readFileSync(new URL('deploy/grafana/cofferdam.json', root), 'utf8')) as Dashboard;
const rules = readFileSync(new URL('deploy/prometheus/alerts.yml', root), 'utf8');

interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
  }[];
}

let node: TestNode;
let scrape: Scrape;
beforeAll(async () => {
  node = await startTestNode();
  const { call } = node;
  const usage = {
    provider: 'openai',
    model: 'gpt-4o',
    input_tokens: 1_000,
    output_tokens: 100,
    cache_read_tokens: 400,
  };
  const reserve = async (amount: string): Promise<string> => {
    const reply = await call('POST', '/v1/reservations', { agent: 'bot', amount_usd: amount });
    return reply.status === 201 ? `/v1/reservations/${textOf(reply.json, 'id')}` : '';
  };
  await call('POST', '/v1/budgets', { name: 'day', per: 'agent', window: 'lifetime', limit_usd: '5' });
  await call('POST', `${await reserve('1')}/settle`, {
    usage,
    tools: [{ name: 'search', quantity: 1, cost_usd: '0.01' }],
  });
  await call('POST', `${await reserve('1')}/release`);
  await reserve('0.75');
  await reserve('50');
  await reserve('50');
  await call('POST', '/v1/usage', [
    { id: 'a', source: 's', agent: 'bot', usage: { ...usage, provider: 'nobody', model: 'knows' } },
    { id: 'b', source: 's', agent: 'bot', usage: { ...usage, provider: 'anthropic', model: 'claude-sonnet-4-5' } },
  ]);
  scrape = readMetrics((await node.as(null)('GET', '/metrics')).text);
});
afterAll(() => node.close());

async function figures(sql: string): Promise<Record<string, number>> {
  const { rows } = await node.pool.query<{ key: string; value: string }>(sql);
  return Object.fromEntries(rows.map(({ key, value }) => [key, Number(value)]));
}

/** The samples of a metric by one of its labels, those at zero left out. */
function byLabel(name: string, label: string): Record<string, number> {
  const found = scrape.samples.filter((one) => one.name === name && one.value !== 0);
  return Object.fromEntries(
    found.map((one) => [one.labels[label] ?? '', scrape.sum(name, { [label]: one.labels[label] ?? '' })]),
  );
}

describe('what the metrics say is what the database has', () => {
  it('of spend, by model', async () => {
    const spent = await figures(
      `SELECT coalesce(model, 'none') AS key, sum(cost_nano_usd) / 1e9 AS value FROM usage_records
        WHERE cost_nano_usd > 0 GROUP BY 1`,
    );
    const shown = byLabel('cofferdam_spend_usd_total', 'model');
    expect(Object.keys(shown).toSorted()).toEqual(Object.keys(spent).toSorted());
    for (const [model, value] of Object.entries(spent)) expect(shown[model]).toBeCloseTo(value, 9);
  });

  it('of tokens, by direction', async () => {
    const tokens = await figures(
      `SELECT 'input' AS key, sum(input_uncached + cache_read + cache_write_5m + cache_write_1h + audio_input + image_input) AS value
         FROM usage_records UNION ALL SELECT 'output', sum(output + audio_output + image_output) FROM usage_records`,
    );
    expect(byLabel('cofferdam_tokens_total', 'direction')).toEqual(tokens);
  });

  it('of records, by what is known of their cost', async () => {
    const known = await figures(
      `SELECT CASE WHEN cost_nano_usd IS NULL THEN 'unpriced' WHEN estimated THEN 'estimated' ELSE 'exact' END AS key,
              count(*) AS value FROM usage_records GROUP BY 1`,
    );
    expect(Object.keys(known).toSorted()).toEqual(['exact', 'unpriced']);
    expect(byLabel('cofferdam_usage_records_total', 'cost')).toEqual(known);
  });

  it('of refusals and reservations', async () => {
    expect(byLabel('cofferdam_refusals_total', 'code')).toEqual(
      await figures('SELECT code AS key, sum(count) AS value FROM refusal_counts GROUP BY 1'),
    );
    const states = await figures('SELECT state AS key, count(*) AS value FROM reservations GROUP BY 1');
    const all = Object.values(states).reduce((sum, count) => sum + count, 0);
    expect(byLabel('cofferdam_reservations_total', 'state')).toEqual({ ...states, held: all });
    expect(scrape.sum('cofferdam_open_reservations')).toBe(states.held);
    expect(scrape.sum('cofferdam_reserved_usd')).toBe(0.75);
  });

  it('of batches: each command waited for one', () => {
    expect(scrape.sum('cofferdam_lane_batches_total', { result: 'carried' })).toBe(
      scrape.sum('cofferdam_lane_batch_seconds_count'),
    );
    expect(scrape.sum('cofferdam_lane_wait_seconds_count')).toBe(scrape.sum('cofferdam_lane_batch_commands_sum'));
    expect(scrape.sum('cofferdam_lane_wait_seconds_count')).toBeGreaterThanOrEqual(7);
    expect(scrape.sum('cofferdam_lane_depth')).toBe(0);
    expect(scrape.sum('cofferdam_database_up')).toBe(1);
  });
});

/** The rows of the page's table. */
const listed = new Map(
  [...page.matchAll(/^\| `(cofferdam_\w+)` \| (\w+)(?:, database)? \| (.*?) \|/gm)].map(
    ([, name = '', type = '', labels = '']) => [
      name,
      { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).toSorted() },
    ],
  ),
);

describe('docs/reference/metrics.md', () => {
  it('has every metric of its own that is there, with its type, and no other', () => {
    const own = [...scrape.families].filter(([name]) => name.startsWith('cofferdam_'));
    const typesOf = (all: readonly (readonly [string, { readonly type: string }])[]): string[] =>
      all.map(([name, { type }]) => `${name} ${type}`).toSorted();
    expect(typesOf([...listed])).toEqual(typesOf(own));
    expect(own.length).toBeGreaterThan(15);
  });

  it('has the labels of each, as the code declares them', () => {
    const sources = readdirSync(new URL('packages/server/src/metrics/', root)).map((file) =>
      readFileSync(new URL(`packages/server/src/metrics/${file}`, root), 'utf8'),
    );
    for (const [name, { labels }] of listed) {
      const shown = scrape.samples.filter(
        (one) => one.name.replace(/_(bucket|sum|count)$/, '') === name || one.name === name,
      );
      const seen = new Set(shown.flatMap((one) => Object.keys(one.labels).filter((label) => label !== 'le')));
      if (seen.size > 0) expect([name, [...seen].toSorted()]).toEqual([name, labels]);
      expect(sources.some((source) => source.includes(`'${name}'`))).toBe(true);
    }
  });

  it('has names as Prometheus asks for: counters end in _total, units are base units', () => {
    for (const [name, { type, help }] of scrape.families) {
      if (!name.startsWith('cofferdam_')) continue;
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/milliseconds|_ms(_|$)|cents|nano/);
      expect(help).toMatch(/^[A-Z].*[^.]$/);
    }
  });
});

/** The metrics that an expression asks for: what is no function, label or keyword. */
function metricsIn(expression: string): string[] {
  return [...expression.matchAll(/\b(?:cofferdam|process|nodejs)_\w+/g)].map(([name]) => name);
}

function isThere(name: string): boolean {
  return (
    scrape.families.has(name) || scrape.families.get(name.replace(/_(bucket|sum|count)$/, ''))?.type === 'histogram'
  );
}

describe('deploy/', () => {
  it('has a Grafana dashboard of which every query asks for metrics that are there', () => {
    const expressions = grafana.panels.flatMap((panel) => (panel.targets ?? []).map(({ expr }) => expr));
    const asked = expressions.flatMap(metricsIn);
    expect(expressions.every((one) => metricsIn(one).length > 0)).toBe(true);
    expect(asked.filter((name) => !isThere(name))).toEqual([]);
    const families = new Set(
      asked.map((name) => (scrape.families.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''))),
    );
    expect([...listed.keys()].filter((name) => !families.has(name))).toEqual([]);
  });

  it('has a dashboard that Grafana can lay out: panels of their own ids, side by side', () => {
    expect(grafana).toMatchObject({
      title: 'Cofferdam',
      uid: 'cofferdam',
      schemaVersion: expect.any(Number) as number,
    });
    const ids = grafana.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const taken = new Set<string>();
    for (const { gridPos, title, type, targets = [] } of grafana.panels) {
      expect(title).not.toBe('');
      expect(type === 'row' ? targets : targets.map(({ refId }) => refId)).toEqual(
        targets.map((_, index) => String.fromCodePoint(65 + index)),
      );
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
    }
  });

  it('has rules for Prometheus that ask for metrics that are there', () => {
    const expressions = [...rules.matchAll(/^ +expr: (.*)$/gm)].map(([, expression = '']) => expression);
    expect(expressions.length).toBeGreaterThan(5);
    expect(expressions.flatMap(metricsIn).filter((name) => !isThere(name))).toEqual([]);
    expect(expressions.every((one) => metricsIn(one).length > 0)).toBe(true);
  });
});

it('however many names of models callers make up, there are 200 pairs and one for the others', () => {
  const labelsOf = createLabelCap();
  const pairs = Array.from({ length: 1_000 }, (_, index) => labelsOf('p', `m-${index}`));
  expect(new Set(pairs.map(({ model }) => model)).size).toBe(201);
  expect(labelsOf('p', 'm-3').model).toBe('m-3');
  expect(labelsOf('p', 'm-999')).toEqual({ provider: 'other', model: 'other' });
});

it('where the database does not answer, its gauges are left out and it is said to be down', async () => {
  let isUp = true;
  let nowMs = 0;
  const registry = new Registry();
  const gauges = {
    openReservations: 3,
    reservedUsd: 1,
    pendingDeliveries: 0,
    deadDeliveries: 0,
    followerLag: new Map(),
  };
  const read = async () => (isUp ? gauges : Promise.reject(new Error('away')));
  databaseMetrics(registry, { read, monotonicMs: () => nowMs });
  const look = async (): Promise<readonly string[]> =>
    readMetrics(await registry.metrics()).samples.map(({ name, value }) => `${name} ${value}`);
  expect(await look()).toContain('cofferdam_open_reservations 3');
  isUp = false;
  expect(await look()).toContain('cofferdam_open_reservations 3');
  nowMs += 5_000;
  expect(await look()).toEqual(['cofferdam_database_up 0']);
  isUp = true;
  nowMs += 5_000;
  expect(await look()).toContain('cofferdam_database_up 1');
});
