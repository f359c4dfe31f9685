import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatUsd, parseUsd } from '@cofferdam/core';
import { startBuiltInSimulator, type BuiltInSimulator } from '../../../server/src/built-in-simulator.ts';
import { startTestNode, testAdminKey, type TestNode } from '../../../server/test/api/support/test-node.ts';
import { createFakeTerminal, exitCode, type FakeTerminal, runCommand } from '../fake-terminal.ts';

let simulator: BuiltInSimulator;
let node: TestNode;
let url: string;

beforeAll(async () => {
  simulator = await startBuiltInSimulator();
  node = await startTestNode({ builtInConnections: new Map([['sim', simulator.connection]]) });
  url = await node.node.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await node.close();
  await simulator.close();
});

interface Result {
  readonly demo: string;
  readonly agents: readonly { agent: string; calls: number; spent_usd: string; refused: number; state: string }[];
  readonly budgets: readonly { name: string; spent_usd: string; limit_usd: string }[];
  readonly ledger_usd: string;
  readonly providers: { calls: number; billed_usd: string } | null;
  readonly checks: readonly { holds: boolean; text: string }[];
}

function terminalOf(key = testAdminKey): FakeTerminal {
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: url, COFFERDAM_KEY: key } });
  return Object.assign(terminal, { newId: randomUUID });
}

/** A second of work: the pauses of the agents take no time here, what the simulated models take is real. */
async function demo(args: readonly string[] = [], terminal = terminalOf()): Promise<{ code: number; result: Result }> {
  const code = await runCommand(['demo', '--seconds', '1', '--json', ...args], terminal);
  return { code, result: JSON.parse(terminal.stdout) as Result };
}

async function query<Row>(text: string): Promise<Row[]> {
  const { rows } = await node.pool.query(text);
  return rows as Row[];
}

/** What the ledger has of a demo, by plain SQL. */
async function spentByRows(demoId: string): Promise<string> {
  const [row] = await query<{ sum: string | null }>(
    `SELECT sum(cost_nano_usd)::text AS sum FROM usage_records WHERE run LIKE 'demo-${demoId}-%'`,
  );
  return formatUsd(BigInt(row?.sum ?? '0'));
}

const keysLeft = "SELECT name FROM api_keys WHERE name LIKE 'demo-%' AND revoked_at IS NULL";
const runsLeft = "SELECT id FROM runs WHERE id LIKE 'demo-%' AND finished_at IS NULL";

describe('the demo', () => {
  it('stops the runaway and nobody else, and its figures are those of the rows and of the providers', async () => {
    const { code, result } = await demo();
    expect(code).toBe(exitCode.ok);
    expect(result.agents.map(({ agent, state }) => [agent, state])).toEqual([
      ['demo-support-bot', 'ended'],
      ['demo-researcher', 'ended'],
      ['demo-coder', 'ended'],
      ['demo-runaway', 'stopped'],
    ]);
    expect(result.agents.at(-1)?.refused).toBeGreaterThanOrEqual(3);
    for (const { calls } of result.agents) expect(calls).toBeGreaterThan(0);
    expect(result.ledger_usd).toBe(await spentByRows(result.demo));
    expect(result.providers?.billed_usd).toBe(result.ledger_usd);
    expect(result.providers?.calls).toBe(result.agents.reduce((sum, { calls }) => sum + calls, 0));
    expect(result.checks).toHaveLength(4);
    expect(result.checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('can be given again: the same budgets with room for one more, the same agents, no key and no run left open', async () => {
    await node.call('POST', '/v1/budgets', { name: 'own', per: 'org', window: 'day', limit_usd: '1000' });
    const names = (): Promise<unknown[]> => query('SELECT name FROM budgets ORDER BY name');
    const first = await demo();
    const before = await names();
    const second = await demo();
    expect([first.code, second.code]).toEqual([exitCode.ok, exitCode.ok]);
    expect(await names()).toEqual(before);
    expect(second.result.agents.at(-1)?.state).toBe('stopped');
    expect(second.result.ledger_usd).toBe(await spentByRows(second.result.demo));
    expect(await query(keysLeft)).toEqual([]);
    expect(await query(runsLeft)).toEqual([]);
  });

  it('replaces a budget of its name that counts something else, and makes a soft one hard', async () => {
    const { json } = await node.call('GET', '/v1/budgets');
    const { data } = json as { data: { id: string; name: string }[] };
    const idOf = (name: string): string => data.find((budget) => budget.name === name)?.id ?? '';
    await node.call('DELETE', `/v1/budgets/${idOf('demo-coder')}`);
    await node.call('POST', '/v1/budgets', { name: 'demo-coder', per: 'org', window: 'month', limit_tokens: 5 });
    await node.call('PATCH', `/v1/budgets/${idOf('demo-runaway')}`, { enforcement: 'soft' });
    const { code, result } = await demo();
    expect(code).toBe(exitCode.ok);
    expect(result.agents.at(-1)?.state).toBe('stopped');
    expect(result.agents[2]).toMatchObject({ agent: 'demo-coder', state: 'ended' });
  });

  it('shows the last calls, the refusal with its figures, and the fleet', async () => {
    const terminal = terminalOf();
    expect(await runCommand(['demo', '--seconds', '1'], terminal)).toBe(exitCode.ok);
    const { stdout, stderr } = terminal;
    expect(stderr).toMatch(/^4 simulated agents work for 1 s through http:\S+\/gateway\/sim\. Ctrl-C ends it\.$/m);
    expect(stderr).toMatch(/runaway 0\.\d+ USD in \d+ calls, stopped, refused \d+/);
    expect(stdout).toMatch(/The last calls of demo-runaway, USD\n *call +input tokens +output tokens +cost +left/);
    expect(stdout).toMatch(
      /Call \d+ was refused: 402 budget_exceeded\n {2}agent demo-runaway has 0\.\d+ USD left of \d+\.\d+ USD/,
    );
    expect(stdout).toMatch(/demo-runaway +gpt-4o +\d+ +0\.\d+ +0\.25 +\d+ +stopped/);
    expect(stdout).toMatch(/^total +\d+ +0\.\d+ +\d+$/m);
    expect(stdout).toMatch(/yes {2}the ledger has (0\.\d+) USD, the simulated providers billed \1 USD: difference 0/);
    expect(stdout + stderr).not.toContain('\u001B');
  });

  it('ends in order at Ctrl-C: what was asked is counted, keys and runs are ended, exit 130', async () => {
    const terminal = terminalOf();
    // The first agent that pauses is the user's moment.
    const impatient = Object.create(terminal, { wait: { value: async () => terminal.interrupt() } }) as FakeTerminal;
    const { code, result } = await demo([], impatient);
    expect(code).toBe(exitCode.interrupted);
    expect(result.checks.map(({ holds }) => holds)).toEqual([true, true, true]);
    expect(result.ledger_usd).toBe(await spentByRows(result.demo));
    expect(await query(keysLeft)).toEqual([]);
    expect(await query(runsLeft)).toEqual([]);
    expect(terminal.stderr).toContain('Stopping: calls under way are finished first.');
  });
});

describe('the demo does not begin', () => {
  const made = 'SELECT (SELECT count(*) FROM budgets)::int AS budgets, (SELECT count(*) FROM api_keys)::int AS keys';

  it.each<[string, string[], RegExp]>([
    [
      'without a server',
      ['--url', 'http://127.0.0.1:9'],
      /no server answers at http:\/\/127\.0\.0\.1:9\nStart one .*npm start/,
    ],
    ['in no time', ['--seconds', '0'], /--seconds/],
    ['for an hour', ['--seconds', '3600'], /--seconds is at most 600/],
  ])('%s', async (_, args, message) => {
    const terminal = terminalOf();
    expect(await runCommand(['demo', ...args], terminal)).not.toBe(exitCode.ok);
    expect(terminal.stderr).toMatch(message);
  });

  it('with a key that may not make budgets', async () => {
    const { json } = await node.call('POST', '/v1/keys', { name: 'service', kind: 'service' });
    const terminal = terminalOf((json as { secret: string }).secret);
    expect(await runCommand(['demo'], terminal)).toBe(exitCode.failed);
    expect(terminal.stderr).toContain('an admin key may');
  });

  it('on the credit of a prepaid org, unless it is told to', async () => {
    const before = await query(made);
    await node.call('POST', '/v1/credits/top-ups', { amount_usd: '5', reference: 'one' });
    const terminal = terminalOf();
    expect(await runCommand(['demo'], terminal)).toBe(exitCode.failed);
    expect(terminal.stderr).toMatch(/prepaid, and the demo would draw up to 1 USD.*\nGive --draw-credit/);
    expect(await query(made)).toEqual(before);
    const { code, result } = await demo(['--draw-credit']);
    expect(code).toBe(exitCode.ok);
    const { json } = await node.call('GET', '/v1/credits');
    const left = parseUsd((json as { balance_usd: string }).balance_usd);
    const drawn = left.ok ? 5_000_000_000n - left.value : null;
    expect(drawn === null ? null : formatUsd(drawn)).toBe(result.ledger_usd);
  });

  it('where there are no simulated providers', async () => {
    const bare = await startTestNode();
    const address = await bare.node.app.listen({ host: '127.0.0.1', port: 0 });
    const terminal = terminalOf();
    expect(await runCommand(['demo', '--url', address], terminal)).toBe(exitCode.failed);
    expect(terminal.stderr).toMatch(/no simulated providers.*\n.*COFFERDAM_SIMULATOR=off/);
    await bare.close();
  });
});
