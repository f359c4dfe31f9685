import type { Role } from '@cofferdam/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goodPassword, signedInAs } from '../api/people/sign-in.ts';
import { findChromium } from './support/chromium.ts';
import { expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('who may do what, and who did what', () => {
  let dashboard: TestDashboard;
  const cookies = new Map<Role, string>();
  beforeAll(async () => {
    dashboard = await startDashboard(chromium!);
    for (const role of ['owner', 'billing_admin', 'operator', 'viewer'] as const)
      cookies.set(role, (await signedInAs(dashboard.node, role)).cookie());
  });
  afterAll(() => dashboard.close());

  /** A page of somebody of that role, in a browser of their own. */
  async function openAs(role: Role, path: string): Promise<Page> {
    const [name, value] = cookies.get(role)!.split('=') as [string, string];
    const page = await dashboard.open('/icon.svg');
    await page.context().addCookies([{ name, value, url: dashboard.url }]);
    await page.goto(path);
    return page;
  }

  /** For everybody, and on a phone. */
  async function expectReadable(page: Page, path: string): Promise<void> {
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect([path, Math.max(overflow, 0)]).toEqual([path, 0]);
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  const spend = (id: string, usd: string) =>
    dashboard.node.call('POST', '/v1/usage', { id, source: 'test', agent: 'scout', connection: 'main', cost_usd: usd });

  test('two browsers live: each sees what is spent, and what the other changes', async () => {
    const [one, other] = await Promise.all([openAs('owner', '/'), openAs('viewer', '/')]);
    await Promise.all([one, other].map((page) => page.getByText('$0.00').first().waitFor()));
    expect((await spend('live', '0.00042')).status).toBe(201);
    await Promise.all([one, other].map((page) => page.getByText('$0.00042').first().waitFor()));
    await one.goto('/connections?open=new');
    await other.goto('/connections');
    await other.getByRole('heading', { name: 'Connections' }).waitFor();
    await one.getByLabel('Name').fill('main');
    await one.getByLabel('Key of the provider').fill('sk-provider-0123456789abcdef');
    await one.getByRole('button', { name: 'Connect' }).click();
    await one.getByRole('heading', { name: 'Call through main' }).waitFor();
    await other.getByRole('link', { name: 'main', exact: true }).waitFor();
    expect(await other.content()).not.toContain('sk-provider');
    await one.close();
    await other.close();
  });

  test('a connection is used, given another key, edited and deleted; its key is never shown', async () => {
    const page = await openAs('operator', '/connections');
    const act = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Acts on main' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await page.getByRole('button', { name: 'Acts on main' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'connections');
    await act('How to call it');
    await page.getByText(`${dashboard.url}/gateway/main/v1`).first().waitFor();
    await expectAccessible(page);
    await picture(page, 'connections-use');
    await page.getByRole('button', { name: 'Done' }).click();
    await act('Replace the key');
    await page.getByLabel('New key of the provider').fill('cfd_service_ours');
    await page.getByRole('button', { name: 'Replace the key' }).click();
    await page.getByText("must be the provider's key").waitFor();
    await page.getByLabel('New key of the provider').fill('sk-another-0123456789zzzz');
    await page.getByRole('button', { name: 'Replace the key' }).click();
    await page.getByText('…zzzz').waitFor();
    await act('Edit');
    await page.getByLabel('Base URL', { exact: true }).fill('https://elsewhere.example/v1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be given with a base_url of another host').waitFor();
    await picture(page, 'connections-edit');
    await page.getByLabel('Base URL', { exact: true }).fill('https://api.openai.com/v1');
    await page.getByLabel('Most output tokens').fill('4000');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('at most 4,000 tokens').waitFor();
    await act('Delete');
    await page.getByText('Calls through /gateway/main are not found from then on').waitFor();
    await page.getByRole('button', { name: 'Delete the connection' }).click();
    await page.getByText('main is deleted.').waitFor();
    await page.getByRole('button', { name: 'Acts on main' }).waitFor({ state: 'detached' });
    await page.goto('/connections?open=new');
    await page.getByLabel('Name').waitFor();
    await expectAccessible(page);
    await picture(page, 'connections-new');
    await page.close();
  });

  test('a key is made, shown once and revoked', async () => {
    const page = await openAs('owner', '/keys?open=new');
    await page.getByLabel('Name').fill('scout in production');
    await page.getByLabel('Agent').fill('scout');
    await expectAccessible(page);
    await picture(page, 'keys-new');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = await page.getByTestId('secret').textContent();
    expect(secret).toMatch(/^cfd_agent_/);
    await picture(page, 'keys-made');
    const reserve = () => dashboard.node.as(secret)('POST', '/v1/reservations', { amount_usd: '0.01' });
    expect((await reserve()).status).toBe(201);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('cell', { name: 'scout in production', exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret!);
    await expectAccessible(page);
    await picture(page, 'keys');
    await page.getByRole('button', { name: 'Revoke scout in production' }).click();
    await page.getByText('Whoever uses it is refused').waitFor();
    await page.getByRole('button', { name: 'Revoke the key' }).click();
    await page.getByText('scout in production is revoked.').waitFor();
    await page.getByRole('cell', { name: 'scout in production', exact: true }).waitFor({ state: 'detached' });
    expect((await reserve()).status).toBe(401);
    await page.close();
  });

  test('somebody is invited, comes in, gets another role and is removed; the log says who did it', async () => {
    const page = await openAs('owner', '/people');
    await page.getByRole('cell', { name: 'owner@example.com' }).waitFor();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Email').fill('grace@example.com');
    await page.getByLabel('Role', { exact: true }).selectOption('operator');
    await picture(page, 'people-invite');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = new URL((await page.getByTestId('secret').textContent())!);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('cell', { name: 'grace@example.com', exact: true }).waitFor();
    await expectAccessible(page);
    await picture(page, 'people');
    const guest = await dashboard.open(link.pathname + link.hash);
    await guest.getByLabel('Name').fill('Grace');
    await guest.getByLabel('Password').fill(goodPassword);
    await guest.getByRole('button', { name: 'Come in' }).click();
    await guest.getByRole('link', { name: 'Keys' }).waitFor();
    const act = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Acts on Grace' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Change the role');
    await page.getByLabel('Role', { exact: true }).selectOption('viewer');
    await page.getByRole('button', { name: 'Change the role' }).click();
    // What is not theirs any more goes from their pages by itself.
    await guest.getByRole('link', { name: 'Keys' }).waitFor({ state: 'detached' });
    await act('Link for a new password');
    await page.getByRole('button', { name: 'Make the link' }).click();
    expect(await page.getByTestId('secret').textContent()).toContain('/password-reset#');
    await page.getByRole('button', { name: 'Done' }).click();
    await act('Remove');
    await page.getByText('grace@example.com is signed out everywhere').waitFor();
    await page.getByRole('button', { name: 'Remove them' }).click();
    await guest.getByRole('heading', { name: 'Sign in' }).waitFor();
    await guest.close();
    await page.goto('/audit?action=person');
    const entry = page.getByRole('listitem').filter({ hasText: 'changed person' });
    await entry.first().waitFor();
    expect(await entry.first().locator('del').textContent()).toBe('operator');
    expect(await entry.first().locator('ins').textContent()).toBe('viewer');
    await expectAccessible(page);
    await picture(page, 'audit');
    await entry.first().getByRole('link', { name: 'owner@example.com' }).click();
    await page.waitForURL(/actor=/);
    await page.close();
  });

  test('settings: the name, the password, every session', async () => {
    const page = await openAs('billing_admin', '/settings');
    await page.getByLabel('Name', { exact: true }).fill('Bill');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your name is changed.').waitFor();
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('nine patient wolves');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('the current password is wrong').waitFor();
    await expectAccessible(page);
    await picture(page, 'settings');
    await page.getByLabel('Colours').selectOption('dark');
    expect(await page.evaluate<string>('document.documentElement.style.colorScheme')).toBe('dark');
    await page.getByLabel('Colours').selectOption('system');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.close();
    cookies.set('billing_admin', (await signedInAs(dashboard.node, 'billing_admin', 'bill@example.com')).cookie());
  });

  test.each(['owner', 'billing_admin', 'operator', 'viewer'] as const)(
    '%s walks through every page, and nothing that is there is refused',
    async (role) => {
      const page = await openAs(role, '/');
      const refused: string[] = [];
      page.on('response', (response) => {
        if (response.status() === 403) refused.push(`${response.request().method()} ${response.url()}`);
      });
      const navigation = page.getByRole('navigation', { name: 'Pages' });
      await navigation.getByRole('link').first().waitFor();
      const links = await navigation.getByRole('link').all();
      const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
      const paths = hrefs.map((href) => href!.split('?')[0]!);
      for (const path of paths) {
        await navigation.locator(`a[href="${path}"], a[href^="${path}?"]`).first().click();
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
        // What others see are parts of what an owner sees.
        if (role === 'owner') await expectReadable(page, path);
      }
      expect(refused).toEqual([]);
      expect(paths.includes('/people')).toBe(role === 'owner');
      expect(paths.includes('/keys')).toBe(role === 'owner' || role === 'operator');
      expect(paths.includes('/audit')).toBe(role !== 'viewer');
      await page.close();
    },
  );
});
