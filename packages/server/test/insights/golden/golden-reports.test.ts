import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import { membersOf, rowsOf } from '../../api/support/fields.ts';
import { startTestNode, type TestNode } from '../../api/support/test-node.ts';

/**
 * A real trace, imported, and the reports on it beside what `golden_reports.py` made of the trace: a program that shares
 * nothing with the server. `GOLDEN_TRACE` names a whole trace instead of the part that stands here.
 */
const whole = process.env['GOLDEN_TRACE'];
const tracePath = whole ?? fileURLToPath(new URL('trace.csv', import.meta.url));

function goldenText(): string {
  if (whole === undefined) return readFileSync(new URL('golden.json', import.meta.url), 'utf8');
  const program = fileURLToPath(new URL('golden_reports.py', import.meta.url));
  return execFileSync('python3', [program, whole], { encoding: 'utf8', maxBuffer: 100_000_000 });
}

interface Figures {
  readonly cost_usd: string;
  readonly records: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

type Labelled = Figures & Readonly<Record<string, string | number | null>>;

interface Golden {
  readonly from: string;
  readonly to: string;
  readonly totals: Figures;
  readonly by_agent: readonly Labelled[];
  readonly by_team: readonly Labelled[];
  readonly by_model_and_agent: readonly Labelled[];
  readonly days: Readonly<Record<string, readonly (Figures & { readonly time: string })[]>>;
  readonly part: Pick<Golden, 'from' | 'to' | 'totals' | 'by_agent'>;
}

const golden = JSON.parse(goldenText()) as Golden;
const startMs = Date.parse(golden.from);
let nowMs = startMs - 86_400_000;
let node: TestNode;

/** The row's number decides whose it was, and a second stands for an hour: as in golden_reports.py. */
function usages(): Record<string, unknown>[] {
  const lines = readFileSync(tracePath, 'utf8').trim().split('\n').slice(1);
  const ticksOf = (stamp: string): bigint => {
    const [dayTime, fraction] = stamp.split('.');
    return BigInt(Date.parse(`${dayTime!.replace(' ', 'T')}Z`)) * 10_000n + BigInt(fraction!);
  };
  const first = ticksOf(lines[0]!.split(',')[0]!);
  return lines.map((line, number) => {
    const [stamp, context, generated] = line.trim().split(',');
    const timeMs = startMs + Number(((ticksOf(stamp!) - first) * 3_600n) / 10_000n);
    const model = number % 3 === 1 ? 'coder-small' : 'coder-large';
    return {
      id: String(number),
      source: 'trace',
      time: new Date(timeMs).toISOString(),
      agent: `agent-${number % 7}`,
      ...(number % 5 === 0 ? {} : { team: `team-${number % 2}` }),
      usage: { provider: 'acme', model, input_tokens: Number(context), output_tokens: Number(generated) },
    };
  });
}

async function price(model: string, input: string, output: string): Promise<void> {
  const body = { input_usd_per_mtok: input, output_usd_per_mtok: output };
  expect((await node.call('PUT', `/v1/prices/overrides/acme/${model}`, body)).status).toBe(200);
}

beforeAll(async () => {
  node = await startTestNode({ clock: () => nowMs });
  await price('coder-large', '2.5', '10');
  await price('coder-small', '0.0375', '0.1503');
  nowMs = Date.parse(golden.to);
  await ensurePartitions(node.pool, nowMs);
  const all = usages();
  for (let at = 0; at < all.length; at += 1_000)
    expect((await node.call('POST', '/v1/usage', all.slice(at, at + 1_000))).status).toBe(201);
});
afterAll(() => node.close());

/** The figures that the golden file has, and the labels beside them. */
function shown(row: Readonly<Record<string, unknown>>, labels: readonly string[]): Record<string, unknown> {
  const names = [...labels, 'cost_usd', 'records', 'input_tokens', 'output_tokens'];
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

async function expectBreakdown(
  by: string,
  period: Pick<Golden, 'from' | 'to'>,
  rows: readonly Labelled[],
  totals: Figures,
) {
  const { json } = await node.call('GET', `/v1/reports/breakdown?by=${by}&from=${period.from}&to=${period.to}`);
  const answer = membersOf(json);
  const labels = by.split(',');
  const key = (row: Record<string, unknown>): string => JSON.stringify(labels.map((label) => row[label]));
  const sorted = (all: readonly Record<string, unknown>[]): Record<string, unknown>[] =>
    all.toSorted((a, b) => key(a).localeCompare(key(b)));
  expect(sorted((answer.data as Record<string, unknown>[]).map((row) => shown(row, labels)))).toEqual(
    sorted([...rows]),
  );
  expect(shown(membersOf(answer.totals), [])).toEqual(totals);
}

async function expectAll(): Promise<void> {
  await expectBreakdown('agent', golden, golden.by_agent, golden.totals);
  await expectBreakdown('team', golden, golden.by_team, golden.totals);
  await expectBreakdown('model,agent', golden, golden.by_model_and_agent, golden.totals);
  await expectBreakdown('agent', golden.part, golden.part.by_agent, golden.part.totals);
  for (const [zone, days] of Object.entries(golden.days)) {
    const query = `interval=day&timezone=${zone}&from=${golden.from}&to=${golden.to}`;
    const rows = rowsOf(await node.call('GET', `/v1/reports/series?${query}`));
    const used = rows.filter(({ records }) => records !== 0).map((row) => shown(row, ['time']));
    expect(used).toEqual(days.filter(({ records }) => records !== 0));
  }
}

it('breakdowns, series and totals are those of the trace, from the records', expectAll);

it('and from the rollups', async () => {
  await node.node.insights.following.catchUp();
  await expectAll();
});
