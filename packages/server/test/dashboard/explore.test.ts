import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedInAs } from '../api/people/sign-in.ts';
import { findChromium } from './support/chromium.ts';
import { expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();
if (chromium === null)
  process.stderr.write('The dashboard is not tested: there is no Chromium, and none could be installed.\n');

describe.skipIf(chromium === null)('explore, agents and runs', () => {
  let dashboard: TestDashboard;
  let page: Page;

  async function made(path: string, body?: unknown): Promise<unknown> {
    const { status, text, json } = await dashboard.node.call('POST', path, body);
    if (status >= 300) throw new Error(`${path}: ${text}`);
    return json;
  }

  /** Nine agents of two teams over five days; a run with a sub-run; a budget that refuses, and one that throttles. */
  async function busy(): Promise<void> {
    const agents = ['crawler', 'writer', 'reviewer', 'planner', 'coder', 'tester', 'support', 'mailer', 'scout'];
    for (const [index, id] of agents.entries())
      await made('/v1/agents', { id, name: `The ${id}`, team: index % 2 === 0 ? 'red' : 'blue' });
    const dayMs = 86_400_000;
    const records = agents.flatMap((agent, index) =>
      Array.from({ length: 5 }, (_, day) => ({
        id: `${agent}-${day}`,
        source: 'test',
        agent,
        run: `${agent}-${day}`,
        time: new Date(Date.now() - day * dayMs).toISOString(),
        ...(index % 3 === 2
          ? { cost_usd: `${(9 - index) * 0.31 + day * 0.07}`.slice(0, 6) }
          : {
              usage: {
                provider: 'openai',
                model: index % 2 === 0 ? 'gpt-4o' : 'gpt-4o-mini',
                input_tokens: 40_000 * (index + 1) + 3_000 * day,
                cache_read_tokens: 1_000,
                output_tokens: 9_000 + 500 * day,
              },
            }),
      })),
    );
    const daily = {
      name: 'crawler a day',
      per: 'agent',
      match: { agent: ['crawler'] },
      window: 'day',
      limit_usd: '0.4',
    };
    await made('/v1/budgets', { ...daily, actions: [{ at: 0.4, do: 'throttle', requests_per_minute: 30 }] });
    await made('/v1/usage', records);
    await made('/v1/usage', {
      id: 'odd',
      source: 'test',
      agent: 'scout',
      run: 'odd',
      usage: { provider: 'nobody', model: 'unheard-of', input_tokens: 5, output_tokens: 5 },
    });
    await made('/v1/budgets', { name: 'everything', per: 'org', window: 'month', limit_usd: '400' });
    for (const amount_usd of ['0.9', '1.1'])
      expect((await dashboard.node.call('POST', '/v1/reservations', { agent: 'crawler', amount_usd })).status).toBe(
        402,
      );
    await made('/v1/runs', { id: 'task-1', agent: 'planner', workflow: 'release', limit_usd: '2' });
    await made('/v1/runs', { id: 'task-1-code', agent: 'coder', parent_run: 'task-1', limit_usd: '1' });
    await made('/v1/runs', { id: 'task-1-test', agent: 'tester', parent_run: 'task-1-code' });
    await made('/v1/runs', { id: 'task-1-mail', agent: 'mailer', parent_run: 'task-1' });
    for (const [run, agent, cost] of [
      ['task-1', 'planner', '0.21'],
      ['task-1-code', 'coder', '0.42'],
      ['task-1-test', 'tester', '0.33'],
      ['task-1', 'planner', '0.105'],
      ['task-1-test', 'tester', '0.2'],
      ['task-1-mail', 'mailer', '0.004'],
    ])
      await made('/v1/usage', { id: `${run}-${cost}`, source: 'test', agent, run, cost_usd: cost });
    const more = { agent: 'tester', run: 'task-1-test', amount_usd: '0.5' };
    expect((await dashboard.node.call('POST', '/v1/reservations', more)).status).toBe(402);
    await made('/v1/reservations', { agent: 'planner', run: 'task-1', amount_usd: '0.25' });
    await made('/v1/runs/task-1-mail/finish', { status: 'succeeded' });
  }

  beforeAll(async () => {
    dashboard = await startDashboard(chromium!);
    await busy();
    const [name, value] = (await signedInAs(dashboard.node, 'operator')).cookie().split('=') as [string, string];
    page = await dashboard.open('/sign-in');
    await page.context().addCookies([{ name, value, url: dashboard.url }]);
  });
  afterAll(() => dashboard.close());

  test('from a figure to the records that make it, by filters that stand in the address', async () => {
    await page.goto('/explore?period=7d');
    const table = page.getByRole('table', { name: 'Spend by agent' });
    await table.getByRole('row').filter({ hasText: 'crawler' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'explore');
    const rows = await dashboard.node.call('GET', '/v1/reports/breakdown?by=agent');
    const { totals } = rows.json as { totals: { cost_usd: string } };
    await table.locator(`tfoot [title="${totals.cost_usd} USD"]`).waitFor();

    await table.getByRole('button', { name: 'Requests' }).click();
    await page.waitForURL(/sort=-requests/);
    await table.getByRole('link', { name: 'writer', exact: true }).click();
    await page.waitForURL(/agent=writer/);
    await page.getByRole('button', { name: 'Without agent writer' }).waitFor();
    await page.getByLabel('By', { exact: true }).selectOption('model');
    await page.getByRole('table', { name: 'Spend by model' }).getByText('openai/gpt-4o-mini').waitFor();
    await page.getByLabel('Chart').selectOption('bars');
    await page.getByLabel('Measure').selectOption('tokens');
    await page.getByRole('listitem').filter({ hasText: 'openai/gpt-4o-mini' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'These rows as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^cofferdam-model-\d+-\d+\.csv$/);

    await page.getByLabel('Chart').selectOption('time');
    await page.getByRole('link', { name: 'This chart as CSV' }).waitFor();
    await page.getByRole('table').getByTitle('The records of it').click();
    await page.waitForURL(/view=records/);
    await page.getByRole('table').getByRole('row').nth(5).waitFor();
    expect(await page.getByRole('table').getByRole('row').count()).toBe(6);
    await expectAccessible(page);
    await picture(page, 'explore-records');
    await page.getByTitle('All that is known of it').first().click();
    const dialog = page.getByRole('dialog', { name: 'Usage record' });
    await dialog.getByText('Input, uncached').waitFor();
    await expectAccessible(page);
    await picture(page, 'explore-record');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('what was refused, and what another model would have cost', async () => {
    await page.goto('/explore?view=refusals');
    await page.getByRole('table').getByText('crawler a day').waitFor();
    await expectAccessible(page);
    await picture(page, 'explore-refusals');
    await page.goto('/explore?view=swap&from_model=openai/gpt-4o&to_model=openai/gpt-4o-mini');
    await page.getByText('it would have cost less').waitFor();
    await expectAccessible(page);
    await picture(page, 'explore-swap');
    await page.goto('/explore?view=swap&from_model=openai/gpt-4o&to_model=openai/no-such-model');
    await page.getByLabel('At the price of').and(page.locator('[aria-invalid="true"]')).waitFor();
    await page.goto('/explore?team=green');
    await page.getByText('Nothing was used in this period, or nothing that the filters let through.').waitFor();
  });

  test('an agent: found, looked at, paused with a sentence of what that does, and let go on by undo', async () => {
    await page.goto('/agents');
    const table = page.getByRole('table', { name: 'Agents' });
    await table.getByRole('row').filter({ hasText: 'The crawler' }).getByText('throttled').waitFor();
    await expectAccessible(page);
    await picture(page, 'agents');
    await page.getByLabel('Search').fill('CRAWL');
    await page.waitForURL(/search=CRAWL/);
    await page.getByText('1 agent', { exact: true }).waitFor();
    await table.getByRole('link', { name: 'The crawler' }).click();
    await page.getByRole('heading', { name: 'The crawler' }).waitFor();
    await page.getByText('No key is bound to it.').waitFor();
    await page.getByRole('table', { name: 'What is usual for it' }).getByText('a charge', { exact: true }).waitFor();
    await expectAccessible(page);
    await picture(page, 'agent');

    await page.getByRole('button', { name: 'Lift it' }).click();
    await page.getByText('It is lifted for the rest of the window.').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pause The crawler' });
    await dialog.getByText('every call of crawler is refused').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Pause it' }).click();
    await page.getByText('crawler is paused: nothing it asks for is admitted.').waitFor();
    const refused = await dashboard.node.call('POST', '/v1/reservations', { agent: 'crawler', amount_usd: '0.01' });
    expect(refused.json).toMatchObject({ code: 'agent_paused' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect((await dashboard.node.call('GET', '/v1/agents/crawler')).json).toMatchObject({ paused: false });

    await page.getByRole('button', { name: 'Change its rules' }).click();
    const rules = page.getByRole('dialog', { name: 'Rules of crawler' });
    await rules.getByLabel('Out of character from so many times the norm').fill('25');
    await rules.getByLabel('Told of from so many USD on').fill('a lot');
    await rules.getByRole('button', { name: 'Save' }).click();
    await rules.locator('[aria-invalid="true"]').waitFor();
    await expectAccessible(page);
    await picture(page, 'agent-rules');
    await rules.getByLabel('Told of from so many USD on').fill('0.5');
    await rules.getByRole('button', { name: 'Save' }).click();
    await rules.waitFor({ state: 'detached' });
    await page.getByText('from 25 times the norm on').waitFor();
    expect((await dashboard.node.call('GET', '/v1/agents/crawler/anomaly-rules')).json).toMatchObject({
      own: { factor: 25, min_amount_usd: '0.5' },
    });
    await page.getByRole('button', { name: 'Rename or move' }).click();
    await page.getByRole('dialog').getByLabel('Team').fill('green');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'green' }).waitFor();
  });

  test('a run: the costliest first, its tree by the keyboard, its course, and its end', async () => {
    await page.goto('/runs?only=roots&sort=cost&agent=planner');
    const table = page.getByRole('table', { name: 'Runs' });
    await table.getByRole('link', { name: 'task-1', exact: true }).waitFor();
    await expectAccessible(page);
    await picture(page, 'runs');
    await table.getByRole('link', { name: 'task-1', exact: true }).click();
    const tree = page.getByRole('tree');
    await tree.getByRole('treeitem').nth(3).waitFor();
    await page.getByRole('table', { name: 'Calls of the run' }).getByRole('row').nth(6).waitFor();
    await page.getByText('$1.27 spent and $0.25 reserved of $2.00').first().waitFor();
    await expectAccessible(page);
    await picture(page, 'run');
    await tree.getByRole('treeitem').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await tree.getByRole('treeitem', { expanded: true }).count()).toBe(2);
    await page.keyboard.press('ArrowLeft');
    expect(await tree.getByRole('treeitem').count()).toBe(3);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'task-1-test' }).waitFor();
    await page.getByRole('heading', { name: 'Stopped: run cap exceeded' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'run-stopped');
    await page.getByRole('navigation', { name: 'Where this run belongs' }).getByText('task-1-code').waitFor();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByRole('dialog').getByText('This cannot be undone.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByText('cancelled', { exact: true }).first().waitFor();
    expect((await dashboard.node.call('GET', '/v1/runs/task-1-test')).json).toMatchObject({ status: 'cancelled' });
  });

  test('who may only look sees no control that would be refused', async () => {
    const [name, value] = (await signedInAs(dashboard.node, 'viewer')).cookie().split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: dashboard.url }]);
    await page.goto('/agents/crawler');
    await page.getByRole('heading', { name: 'Budgets that hold it' }).waitFor();
    await page.getByRole('heading', { name: 'The crawler' }).waitFor();
    for (const control of ['Pause', 'Resume', 'Rename or move', 'Change its rules', 'Change', 'Lift it'])
      expect(await page.getByRole('button', { name: control, exact: true }).count()).toBe(0);
    await page.goto('/runs/task-1');
    await page.getByRole('heading', { name: 'Sub-runs' }).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel the run' }).count()).toBe(0);
  });
});
