import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedInAs } from '../api/people/sign-in.ts';
import { makeBusyOrg } from './support/busy-org.ts';
import { dayMs } from './support/busy-usage.ts';
import { findChromium } from './support/chromium.ts';
import { documentPicture, expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';
import { firstLoadBytes } from './support/first-load.ts';

const chromium = findChromium();
const clock = { behindMs: 9 * dayMs };

describe.skipIf(chromium === null)('the frame and the overview', () => {
  let dashboard: TestDashboard;
  let page: Page;
  beforeAll(async () => {
    dashboard = await startDashboard(chromium!, { clock: () => Date.now() - clock.behindMs });
    await makeBusyOrg(dashboard.node.call, clock);
    const owner = await signedInAs(dashboard.node, 'owner');
    const [name, value] = owner.cookie().split('=') as [string, string];
    page = await dashboard.open('/sign-in');
    await page.context().addCookies([{ name, value, url: dashboard.url }]);
  }, 120_000);
  afterAll(() => dashboard.close());

  test('what the first page loads is small', () => {
    expect(firstLoadBytes(dashboard.folder)).toBeLessThan(200_000);
  });

  test('the overview tells where the org stands, and what needs somebody', async () => {
    await page.goto('/');
    const figures = page.locator('main dl').first();
    const { json } = await dashboard.node.call('GET', '/v1/reports/overview?from=2000-01-01&timezone=UTC');
    const { refused } = json as { refused: number };
    await figures.getByText(`${refused} calls`).waitFor();
    await figures.getByText('Month end, likely').waitFor();
    await figures.getByText('Credit left').waitFor();
    await figures.getByText(/^≈ \d+ days at \$/).waitFor();
    await figures.getByText(/^\$[\d.]+ expires /).waitFor();
    const chart = page.getByRole('group', { name: /^Daily spend by agent/ });
    await chart.waitFor();
    await expectAccessible(page);
    await picture(page, 'overview-busy');
    await documentPicture(page, 'overview', true);
    await chart.focus();
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowLeft');
    await chart.getByText('researcher').waitFor();

    const first = page.getByRole('button', { name: /^Acknowledge: / }).first();
    const title = (await first.getAttribute('aria-label'))!;
    await first.click();
    await page.getByText('Acknowledged: it stands in Alerts until it is over.').waitFor();
    await page.getByRole('button', { name: title, exact: true }).waitFor({ state: 'detached' });
    const { json: alerts } = await dashboard.node.call('GET', '/v1/alerts?state=acknowledged');
    expect((alerts as { data: { title: string }[] }).data.map((one) => `Acknowledge: ${one.title}`)).toEqual([title]);
  });

  test('period, comparison and zone stand in the address, and go along to the next page and back', async () => {
    await page.getByLabel('Period').selectOption('7d');
    await page.getByLabel('Comparison').selectOption('none');
    await page.getByLabel('Zone, your own').fill('Europe/Berlin');
    await page.getByLabel('Zone', { exact: true }).waitFor();
    await page.waitForURL(/zone=Europe%2FBerlin/);
    expect(new URL(page.url()).searchParams.get('period')).toBe('7d');
    await page.getByRole('link', { name: 'Connections', exact: true }).click();
    await page.getByRole('heading', { name: 'Connections' }).waitFor();
    expect(page.url()).toMatch(/compare=none.*|period=7d/);
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    expect(await page.getByLabel('Period').inputValue()).toBe('7d');
    await page.getByRole('button', { name: 'From … to' }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-11-10');
    await page.getByLabel('To, included').fill('2026-11-01');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('It ends before it begins.').waitFor();
    await page.getByLabel('To, included').fill('2026-11-12');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/from=2026-11-10/);
    await page.getByRole('button', { name: /^10.+12 Nov 2026$/ }).waitFor();
    expect(await page.title()).toBe('Overview · Cofferdam');
  });

  test('the palette finds by keyboard; the theme that somebody chose stays', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Control+k');
    const input = page.getByRole('combobox', { name: /^A page, an agent/ });
    await input.fill('support');
    await page.getByRole('option', { name: /Support bot/ }).waitFor();
    await expectAccessible(page);
    await picture(page, 'palette');
    await input.fill('connections');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connections' }).waitFor();
    await page.getByRole('button', { name: /^owner/ }).click();
    await page.getByRole('menuitem', { name: 'Dark', exact: true }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Connections' }).waitFor();
    expect(await page.locator('html').getAttribute('style')).toContain('color-scheme: dark');
    await page.getByRole('button', { name: /^owner/ }).click();
    await page.getByRole('menuitem', { name: 'Colours of the system' }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });
});
