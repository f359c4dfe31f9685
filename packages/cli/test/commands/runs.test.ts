import { afterEach, expect, it } from 'vitest';
import { type Answer, type FakeServer, type RecordedCall, startFakeServer } from '../fake-server.ts';
import { createFakeTerminal, runCommand } from '../fake-terminal.ts';

let server: FakeServer;
afterEach(() => server.close());

async function call(args: string[], react: (call: RecordedCall) => Answer | undefined): Promise<string> {
  server = await startFakeServer(react);
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: server.url, COFFERDAM_KEY: 'k' } });
  await runCommand(args, terminal);
  return terminal.stdout;
}

const money = { own_spent_usd: '1', limit_usd: null, status: 'succeeded', created_at: '2026-11-23T12:00:00Z' };
const top = { id: 'top', agent: 'a', parent_run: null, spent_usd: '7.5', ...money };
const mid = { id: 'mid', agent: 'b', parent_run: 'top', spent_usd: '6', depth: 1, ...money };
const side = { id: 'side', agent: 'c', parent_run: 'top', spent_usd: '0.5', depth: 1, ...money };
const leaf = { id: 'leaf', agent: 'b', parent_run: 'mid', spent_usd: '4', depth: 2, ...money };

it('show draws the tree, each run below its parent', async () => {
  const out = await call(['runs', 'show', 'top'], ({ path }) =>
    path === '/v1/runs/top/tree' ? { status: 200, body: { ...top, data: [mid, side, leaf] } } : undefined,
  );
  const names = out
    .split('\n')
    .slice(2, 6)
    .map((line) => line.slice(0, 10).trimEnd());
  expect(names).toEqual(
    ['top', '  mid', '    leaf', '  side'].map((name) => expect.stringMatching(`^${name}\\b`) as string),
  );
});

it('list asks for what was said', async () => {
  await call(['runs', 'list', '--roots', '--sort', 'cost', '--limit', '5'], () => ({
    status: 200,
    body: { data: [top] },
  }));
  const query = new URLSearchParams(server.calls[0]?.path.split('?')[1]);
  expect(Object.fromEntries(query)).toEqual({ parent_run: '', sort: 'cost', limit: '5' });
});

it('report has what was left out as a row, and the period before as a column', async () => {
  const sums = { cost_usd: '2', requests: 1, input_tokens: 1, output_tokens: 1, previous: { cost_usd: '3.25' } };
  const report = { data: [{ agent: 'a', ...sums }], other: { groups: 7, ...sums } };
  const out = await call(
    ['report', '--by', 'agent', '--where', 'team=red,blue', '--limit', '1', '--compare'],
    ({ path }) => {
      if (path.startsWith('/v1/reports/breakdown')) return { status: 200, body: report };
      return path.startsWith('/v1/credits') ? { status: 403 } : { status: 200, body: { data: [], next_cursor: null } };
    },
  );
  expect(out).toMatch(/before, USD/);
  expect(out).toMatch(/7 others .* 3\.25/);
  const query = new URLSearchParams(server.callsOf('GET', '/v1/reports/breakdown')[0]?.path.split('?')[1]);
  expect(Object.fromEntries(query)).toEqual({ by: 'agent', team: 'red,blue', limit: '1', compare: 'previous' });
});
