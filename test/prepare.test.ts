import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A script, and so without types.
const prepareScript = '../scripts/prepare.mjs';
const { isInstalled } = (await import(prepareScript)) as { isInstalled: (checkout: string) => Promise<boolean> };

let checkout: string;
beforeAll(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'cofferdam-prepare-'));
});
afterAll(() => rm(checkout, { recursive: true }));

const nested = 'packages/server/node_modules/glob';

async function lay(file: string, packages: Record<string, unknown>): Promise<void> {
  await mkdir(path.dirname(path.join(checkout, file)), { recursive: true });
  await writeFile(path.join(checkout, file), JSON.stringify({ packages }));
}

it('finds out that a module of one package alone is gone, whatever the list of npm says', async () => {
  const packages = {
    '': {},
    'packages/server': {},
    'node_modules/pg': { version: '8.0.0' },
    [nested]: { version: '13.0.0' },
  };
  await lay('package-lock.json', { ...packages, 'node_modules/for-windows': { version: '1.0.0', optional: true } });
  expect(await isInstalled(checkout)).toBe(false);
  await lay('node_modules/.package-lock.json', packages);
  await mkdir(path.join(checkout, 'node_modules/pg'));
  expect(await isInstalled(checkout)).toBe(false);
  await mkdir(path.join(checkout, nested), { recursive: true });
  expect(await isInstalled(checkout)).toBe(true);
  await lay('node_modules/.package-lock.json', { ...packages, [nested]: { version: '12.0.0' } });
  expect(await isInstalled(checkout)).toBe(false);
});
