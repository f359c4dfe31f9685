import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by their path in the tree. */
export type Tree = Readonly<Record<string, string>>;

/** A small repository of the same shape, in which every import is allowed. */
export const soundTree: Tree = {
  'packages/core/src/index.ts': "export { one } from './money/one.ts';",
  'packages/core/src/money/one.ts': 'export const one = 1n;',
  'packages/server/src/store/rows.ts':
    "import pg from 'pg';\nimport { one } from '@cofferdam/core';\nexport const rows = [pg, one];",
  'packages/server/src/services/spend.ts': "import { rows } from '../store/rows.ts';\nexport const spend = rows;",
  'packages/server/src/api/route.ts': "import { spend } from '../services/spend.ts';\nexport const route = spend;",
  'packages/server/src/gateway/forward.ts': 'export const forward = 1;',
  'packages/server/src/built-in-simulator.ts':
    "import { simulate } from '@cofferdam/simulator';\nexport const builtIn = simulate;",
  'packages/server/src/main.ts':
    "import { route } from './api/route.ts';\nimport { builtIn } from './built-in-simulator.ts';\nexport const main = [route, builtIn];",
  'packages/server/test/rows.ts': 'export const planted = 1;',
  'packages/cli/src/main.ts': "import { main } from '@cofferdam/server';\nexport const start = main;",
  'packages/simulator/src/index.ts': 'export const simulate = 1;',
  'packages/sdk/src/index.ts': 'export const client = 1;',
  'packages/dashboard/src/page.ts': "import { client } from '@cofferdam/sdk';\nexport const page = client;",
};

const packageNames = ['core', 'server', 'cli', 'sdk', 'dashboard', 'simulator'];

const entries: Readonly<Record<string, string>> = { server: './src/main.ts', cli: './src/main.ts' };

function manifest(name: string): string {
  const entry = entries[name] ?? './src/index.ts';
  return JSON.stringify({
    name: `@cofferdam/${name}`,
    type: 'module',
    exports: { '.': { 'cofferdam-source': entry } },
  });
}

/** Writes the tree to a temporary directory, gives it to `work`, and removes it. */
export async function withTree<T>(tree: Tree, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'cofferdam-planted-')));
  try {
    await writeTree(directory, tree);
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function writeTree(directory: string, tree: Tree): Promise<void> {
  const manifests = packageNames.map((name): [string, string] => [`packages/${name}/package.json`, manifest(name)]);
  const driver = { 'node_modules/pg/package.json': '{"name":"pg","main":"index.js"}', 'node_modules/pg/index.js': '' };
  const files = { ...Object.fromEntries(manifests), ...driver, ...tree };
  await Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }),
  );
  await mkdir(join(directory, 'node_modules/@cofferdam'));
  const link = (name: string): Promise<void> =>
    symlink(`../../packages/${name}`, join(directory, 'node_modules/@cofferdam', name));
  await Promise.all(packageNames.map(link));
}
