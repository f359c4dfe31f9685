import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedInAs } from '../api/people/sign-in.ts';
import { makeBusyOrg } from './support/busy-org.ts';
import { findChromium } from './support/chromium.ts';
import { expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();
const clock = { behindMs: 0 };

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

  test('the overview tells where the org stands', async () => {
    await page.goto('/');
    await page.getByText('support-bot, a day').first().waitFor();
    await page.getByRole('group', { name: /^Daily spend by agent/ }).waitFor();
    await expectAccessible(page);
    await picture(page, 'overview-busy');
    expect(await page.title()).toContain('Cofferdam');
  });
});
