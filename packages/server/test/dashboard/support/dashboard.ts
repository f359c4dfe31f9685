import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { startTestNode, type TestNode } from '../../api/support/test-node.ts';
import { launch } from './chromium.ts';

const dashboard = fileURLToPath(new URL('../../../../dashboard/', import.meta.url));
/** Pictures of every page, made anew by each run, to be looked at. */
const pictures = join(dashboard, 'screenshots');

export interface TestDashboard {
  readonly node: TestNode;
  readonly url: string;
  readonly browser: Browser;
  /** Where the built pages are. */
  readonly folder: string;
  /** A page in a profile of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** The pages as the build makes them, a node that serves them, and a browser. */
export async function startDashboard(
  executablePath: string,
  options: Parameters<typeof startTestNode>[0] = {},
): Promise<TestDashboard> {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-pages-'));
  // As it is built for people: the tests' own NODE_ENV would make a build for those who work on it.
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  await build({
    root: dashboard,
    configFile: join(dashboard, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder },
  });
  process.env['NODE_ENV'] = before;
  const node = await startTestNode({ ...options, pagesFolder: folder });
  const url = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await launch(executablePath);
  return {
    node,
    url,
    browser,
    folder,
    async open(path, options = {}) {
      const context = await browser.newContext({ baseURL: url, timezoneId: 'UTC', locale: 'en-GB', ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(path);
      return page;
    },
    async close() {
      await browser.close();
      await node.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Violation {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** Holds a page to what axe calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is still on its way is drawn faintly on purpose, and is not what people read.
  await page.locator('[aria-busy="true"], [role="status"]').first().waitFor({ state: 'detached' });
  // Run through the debugger, which the pages' own policy does not bind.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await runner.run()).violations;
  });
  const grave = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** Keeps pictures of the page as it stands: light and dark, on a desktop and on a phone. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(sizes.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}

const documented = fileURLToPath(new URL('../../../../../docs/start/images/', import.meta.url));

/** Keeps the page as a picture of the documentation, where that is asked for: `node scripts/screenshots.mjs`. */
export async function documentPicture(page: Page, name: string, hasPhone = false): Promise<void> {
  if (process.env['DOCUMENT_PICTURES'] !== '1') return;
  mkdirSync(documented, { recursive: true });
  await page.setViewportSize({ width: 1280, height: 740 });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(documented, `${name}.png`) });
  if (hasPhone) {
    await page.setViewportSize(sizes.phone);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: join(documented, `${name}-phone.png`) });
  }
  await page.setViewportSize(sizes.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}
