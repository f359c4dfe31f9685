import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerFirstOwner } from '../../src/services/people/first-owner.ts';
import { goodPassword, signedInAs } from '../api/people/sign-in.ts';
import { findChromium } from './support/chromium.ts';
import { expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();
if (chromium === null)
  process.stderr.write('The dashboard is not tested: there is no Chromium, and none could be installed.\n');

describe.skipIf(chromium === null)('the first run', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await startDashboard(chromium!);
  });
  afterAll(() => dashboard.close());

  test('the link of the start makes an owner, who comes to the overview, leaves and comes again', async () => {
    const token = await offerFirstOwner(dashboard.node.pool, Date.now());
    const page = await dashboard.open(`/invitation#${token}`);
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByText('must be at least 12 characters').waitFor();
    expect(page.url()).not.toContain('cfl_');
    await expectAccessible(page);
    await picture(page, 'invitation');
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByText('Spend', { exact: true }).waitFor();
    await expectAccessible(page);
    await picture(page, 'overview-empty');
    expect(await offerFirstOwner(dashboard.node.pool, Date.now())).toBeNull();

    await page.getByRole('button', { name: /^Ada/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'sign-in');
    await page.goto('/?period=7d');
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The email or the password is wrong.').waitFor();
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Period').waitFor();
    expect(await page.getByLabel('Period').inputValue()).toBe('7d');
  });

  test('what is spent stands there within two seconds, without a reload', async () => {
    const viewer = await signedInAs(dashboard.node, 'viewer');
    const [name, value] = viewer.cookie().split('=') as [string, string];
    const page = await dashboard.open('/sign-in');
    await page.context().addCookies([{ name, value, url: dashboard.url }]);
    await page.goto('/');
    await page.getByText('$0.00').first().waitFor();
    const { call } = dashboard.node;
    const usage = { id: 'one', source: 'test', agent: 'scout', run: 'r1', cost_usd: '0.00042' };
    expect((await call('POST', '/v1/usage', usage)).status).toBe(201);
    await page.getByText('$0.00042').first().waitFor();
    const budget = { name: 'daily', per: 'agent', window: 'day', limit_usd: '10' };
    expect((await call('POST', '/v1/budgets', budget)).status).toBe(201);
    const others = ['crawler', 'writer', 'reviewer'].map((agent, index) => ({
      id: agent,
      source: 'test',
      agent,
      run: agent,
      cost_usd: `${[9.41, 2.5, 0.034][index]}`,
      time: new Date(Date.now() - index * 86_400_000).toISOString(),
    }));
    expect((await call('POST', '/v1/usage', others)).status).toBe(201);
    await page.getByRole('listitem').filter({ hasText: 'crawler' }).first().waitFor();
    await page.getByText('$9.41 spent and $0.00 reserved of $10.00', { exact: true }).last().waitFor();
    await page.getByText('warning', { exact: true }).first().waitFor();
    await expectAccessible(page);
    await picture(page, 'overview');
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('cell', { name: '$0.034' }).waitFor();
    await expectAccessible(page);
  });

  test('a reset link sets a new password', async () => {
    const reader = await signedInAs(dashboard.node, 'viewer', 'reader@example.com');
    const { person } = (await reader('GET', '/v1/session')).json as { person: { id: string } };
    const made = await dashboard.node.call('POST', `/v1/people/${person.id}/password-reset`);
    const { hash } = new URL((made.json as { url: string }).url);
    const page = await dashboard.open(`/password-reset${hash}`);
    await page.getByLabel('New password').fill('nine patient wolves');
    await page.getByRole('button', { name: 'Set it' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  test('pages may not be framed and run nothing but their own scripts; the API has no pages', async () => {
    const page = await fetch(`${dashboard.url}/somewhere/else`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    const api = await fetch(`${dashboard.url}/v1/nothing`, { headers: { accept: 'text/html' } });
    expect([api.status, api.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    for (const path of ['/assets/../../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/assets/nothing.js'])
      expect((await fetch(dashboard.url + path)).status).toBe(404);
  });
});
