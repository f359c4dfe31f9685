import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launch } from '../../dashboard/support/chromium.ts';
import { expectAccessible } from '../../dashboard/support/dashboard.ts';
import { errorKinds } from '../../../src/errors/registry.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

// A script, and so without types.
const builder = '../../../../../scripts/docs/build.mjs';
const { buildDocs } = (await import(builder)) as { buildDocs: (folder: string) => unknown };

const docsFolder = mkdtempSync(join(tmpdir(), 'cofferdam-docs-'));
const asBrowser = { accept: 'text/html,*/*' };
let node: TestNode;

beforeAll(async () => {
  buildDocs(docsFolder);
  node = await startTestNode({ docsFolder });
});
afterAll(async () => {
  await node.close();
  rmSync(docsFolder, { recursive: true });
});

describe('the documentation at /docs', () => {
  test('is there without a key, under a policy that lets nothing in from elsewhere', async () => {
    const get = node.as(null);
    expect(await get('GET', '/docs')).toMatchObject({ status: 301, headers: { location: '/docs/' } });
    const index = await get('GET', '/docs/');
    expect(index).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(index.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    for (const path of ['site.css', 'search.js', 'search-index.js', 'icon.svg', 'start/images/overview.png'])
      expect((await get('GET', `/docs/${path}`)).status).toBe(200);
  });

  test('has a page of its own for what it does not have, and gives no other file of the server', async () => {
    const get = node.as(null);
    for (const path of ['nothing.html', '../package.json', '..%2fpackage.json', '%2e%2e/package.json', 'start']) {
      const answer = await get('GET', `/docs/${path}`, undefined, asBrowser);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).not.toContain('"workspaces"');
    }
    expect((await get('GET', '/docs/nothing.html')).text).toContain('No such page');
  });

  test('is where the type of a problem leads a person, to the section of its code; a program gets JSON', async () => {
    const get = node.as(null);
    const errors = (await get('GET', '/docs/reference/errors.html')).text;
    for (const code of Object.keys(errorKinds)) {
      const type = `/problems/${code.replaceAll('_', '-')}`;
      expect((await get('GET', type)).json).toMatchObject({ type, code });
      const { status, headers } = await get('GET', type, undefined, asBrowser);
      expect([status, headers.location]).toEqual([302, `/docs/reference/errors.html#${code}`]);
      expect(errors).toContain(` id="${code}"`);
    }
  });
});

const chromium = findChromium();

describe.skipIf(chromium === null)('its pages in a browser', () => {
  let browser: Browser;
  let page: Page;
  const failures: string[] = [];
  beforeAll(async () => {
    browser = await launch(chromium!);
    const baseURL = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
    page = await (await browser.newContext({ baseURL })).newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => void (message.type() === 'error' && failures.push(message.text())));
    page.on('requestfailed', (request) => void failures.push(request.url()));
  });
  afterAll(() => browser.close());

  test.each([
    ['index.html', 'light'],
    ['start/ten-minutes.html', 'dark'],
  ] as const)('%s can be used by everybody, %s', async (place, colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/docs/${place}`);
    await page.getByRole('combobox', { name: 'Search the documentation' }).waitFor();
    await expectAccessible(page);
    expect(failures).toEqual([]);
  });

  test('the search finds a heading by keyboard and goes there', async () => {
    await page.goto('/docs/');
    await page.keyboard.press('/');
    await page.keyboard.type('run_cap_exceeded');
    await page.getByRole('option', { name: /^run_cap_exceeded/ }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/docs\/reference\/errors\.html#run_cap_exceeded$/);
  });

  test('on a phone all pages are one touch away, and no page is wider than it', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const place of ['index.html', 'reference/errors.html', 'internals/benchmarks.html']) {
      await page.goto(`/docs/${place}`);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([place, width]).toEqual([place, 390]);
    }
    await page.getByRole('link', { name: 'All pages' }).click();
    await page.getByRole('navigation', { name: 'Documentation' }).getByText('Concepts').click();
    await page.getByRole('link', { name: 'Rate limits' }).click();
    await page.getByRole('heading', { level: 1, name: 'Rate limits' }).waitFor();
  });
});
