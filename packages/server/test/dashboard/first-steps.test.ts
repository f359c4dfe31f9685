import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltInSimulator, startBuiltInSimulator } from '../../src/built-in-simulator.ts';
import { signedInAs } from '../api/people/sign-in.ts';
import { findChromium } from './support/chromium.ts';
import { documentPicture, expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();
/** Where `openai` is installed. */
const here = fileURLToPath(new URL('../../', import.meta.url));

/** Runs what the page shows, as whoever reads it would. */
function run(command: string, given: readonly string[], input: string, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, AGENT_KEY: key };
    const child = spawn(command, given, { cwd: here, env, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(said));
    child.stdin.end(input);
  });
}

describe.skipIf(chromium === null)('the first steps', () => {
  let simulator: BuiltInSimulator;
  let dashboard: TestDashboard;
  let page: Page;
  beforeAll(async () => {
    simulator = await startBuiltInSimulator();
    const builtInConnections = new Map([[simulator.connection.name, simulator.connection]]);
    dashboard = await startDashboard(chromium!, { builtInConnections });
    const operator = await signedInAs(dashboard.node, 'operator');
    const [name, value] = operator.cookie().split('=') as [string, string];
    page = await dashboard.open('/sign-in');
    await page.context().addCookies([{ name, value, url: dashboard.url }]);
  }, 120_000);
  afterAll(async () => {
    await dashboard.close();
    await simulator.close();
  });

  test('from an org in which nothing happened to its first refused call', async () => {
    await page.goto('/');
    await page.getByText('Nothing was called yet.').waitFor();
    await expectAccessible(page);
    await picture(page, 'overview-new-org');
    await page.getByRole('button', { name: 'Take the first steps' }).click();
    await page.getByLabel('Agent', { exact: true }).fill('scout');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.getByTestId('secret').innerText();
    await page.getByText('Waiting for the first call of scout').waitFor();
    await expectAccessible(page);
    await picture(page, 'first-steps');

    await run('bash', ['-c', await page.getByRole('region', { name: 'the call with curl' }).innerText()], '', key);
    await page.getByText(/^\$0\.0\d+, openai\/gpt-4o-mini, scout$|^\$0\.0\d+, gpt-4o-mini, scout$/).waitFor();
    await page.getByRole('button', { name: 'Set the budget' }).click();
    await page.getByText('has a limit of $0.0001.').waitFor();
    await page.getByRole('tab', { name: 'OpenAI, JavaScript' }).click();
    const code = await page.getByRole('region', { name: 'the call with OpenAI, JavaScript' }).innerText();
    expect(await run(process.execPath, ['--input-type=module', '-'], code, key)).toContain('budget_exceeded');
    await page.getByText('No provider was called, and nothing was spent.').waitFor();
    await page.getByText('402 budget_exceeded, 1 call').waitFor();
    await expectAccessible(page);
    await picture(page, 'first-steps-done');
    await documentPicture(page, 'first-steps');
    const { json } = await dashboard.node.call('GET', '/v1/usage?agent=scout');
    expect((json as { data: unknown[] }).data).toHaveLength(1);
  });

  test('whoever wants none of it sends it away, and finds it again', async () => {
    const other = await startDashboardPage(dashboard);
    await other.goto('/');
    await other.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await other.getByText('Nothing was called yet.').count()).toBe(0);
    await other.getByRole('button', { name: /^viewer/ }).click();
    await other.getByRole('menuitem', { name: 'First steps' }).click();
    await other.getByText('Your role may not see how an org is set up.').waitFor();
  });
});

/** Somebody who may change nothing. */
async function startDashboardPage(dashboard: TestDashboard): Promise<Page> {
  const viewer = await signedInAs(dashboard.node, 'viewer');
  const [name, value] = viewer.cookie().split('=') as [string, string];
  const page = await dashboard.open('/sign-in');
  await page.context().addCookies([{ name, value, url: dashboard.url }]);
  return page;
}
