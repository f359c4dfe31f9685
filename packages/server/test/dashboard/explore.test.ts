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
    await made('/v1/usage', records);
    await made('/v1/usage', {
      id: 'odd',
      source: 'test',
      agent: 'scout',
      run: 'odd',
      usage: { provider: 'nobody', model: 'unheard-of', input_tokens: 5, output_tokens: 5 },
    });
    const daily = {
      name: 'crawler a day',
      per: 'agent',
      match: { agent: ['crawler'] },
      window: 'day',
      limit_usd: '0.4',
    };
    await made('/v1/budgets', { ...daily, actions: [{ at: 0.5, do: 'throttle', requests_per_minute: 30 }] });
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
    await picture(page, 'explore-filtered');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'These rows as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^cofferdam-model-\d+-\d+\.csv$/);

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
    await picture(page, 'explore-nothing');
  });
});
