import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from 'vite';
import { fakeServer } from './fake-server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cofferdam-package-'));
const installed = join(folder, 'node_modules', '@cofferdam', 'sdk');
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Builds from a copy: the outputs of the checkout are others'. */
beforeAll(() => {
  const copy = join(folder, 'packages', 'sdk');
  mkdirSync(join(folder, 'packages'));
  cpSync(join(root, 'packages/sdk'), copy, {
    recursive: true,
    filter: (path) => !/\/(?:dist|node_modules|test)$/.test(path),
  });
  cpSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  const types = ['--typeRoots', join(root, 'node_modules/@types')];
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  run(process.execPath, [compiler, '-p', join(copy, 'tsconfig.json'), ...types], folder);
  run(process.execPath, [compiler, '-p', join(copy, 'src/node/tsconfig.json'), ...types], folder);
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], copy)) as [
    { filename: string },
  ];
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], folder);
}, 120_000);

test('the tarball has what is run, its types and its page, and brings nothing with it', () => {
  expect(readdirSync(installed).toSorted()).toEqual(['README.md', 'dist', 'package.json']);
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@cofferdam']);
  const { exports, dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  ) as { exports: Record<string, Record<string, string>>; dependencies?: object; peerDependencies?: object };
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
  for (const entry of Object.values(exports))
    for (const kind of ['types', 'default']) expect(existsSync(join(installed, entry[kind] ?? ''))).toBe(true);
});

test('plain Node takes every entry of it', () => {
  const script = `
    import { Cofferdam, BudgetExhaustedError } from '@cofferdam/sdk';
    import { fileJournal } from '@cofferdam/sdk/node';
    import { meterOpenAI } from '@cofferdam/sdk/openai';
    import { meterAnthropic } from '@cofferdam/sdk/anthropic';
    import { meter } from '@cofferdam/sdk/ai';
    const problem = { code: 'budget_exceeded', detail: 'nothing left' };
    const fetch = async () => new Response(JSON.stringify(problem), { status: 402 });
    const client = new Cofferdam({ apiKey: 'k', fetch, journal: fileJournal('journal.ndjson') });
    const error = await client.as({ agent: 'a' }).hold({ amount_usd: '1' }).catch((reason) => reason);
    console.log(error instanceof BudgetExhaustedError, typeof meterOpenAI, typeof meterAnthropic, meter(client).specificationVersion);`;
  writeFileSync(join(folder, 'script.mjs'), script);
  expect(run(process.execPath, ['script.mjs'], folder).trim()).toBe('true function function v3');
});

const entries = ['@cofferdam/sdk', '@cofferdam/sdk/openai', '@cofferdam/sdk/anthropic', '@cofferdam/sdk/ai'];

/** A bundle for browsers of all entries but Node's. */
async function bundled(): Promise<string> {
  writeFileSync(
    join(folder, 'page.js'),
    `${entries.map((entry, index) => `import * as e${index} from '${entry}';`).join('\n')}
     globalThis.entries = [${entries.map((_, index) => `e${index}`).join(', ')}];`,
  );
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: 'bundle',
      minify: false,
      lib: { entry: join(folder, 'page.js'), formats: ['iife'], name: 'page', fileName: 'page' },
    },
  });
  const [file = ''] = readdirSync(join(folder, 'bundle'));
  return readFileSync(join(folder, 'bundle', file), 'utf8');
}

test('it is bundled for browsers, and runs where there is nothing but what the web has', async () => {
  const code = await bundled();
  expect(code).not.toMatch(/node:|\brequire\(|\bBuffer\b|__dirname/);
  const { fetch, asked } = fakeServer({ status: 200, body: { data: [{ id: 'b' }], next_cursor: null } });
  // What every edge runtime has; no process, no Buffer, no require.
  const web = { fetch, Headers, Request, Response, URL, URLSearchParams, AbortController, AbortSignal, TextEncoder };
  const streams = { ReadableStream, TextDecoder, setTimeout, clearTimeout, crypto, console };
  const context = vm.createContext({ ...web, ...streams });
  vm.runInContext(code, context);
  const found: unknown = await vm.runInContext(
    `(async () => {
      const client = new entries[0].Cofferdam({ baseUrl: 'https://cofferdam.test', apiKey: 'k' });
      const ids = [];
      for await (const { id } of client.budgets.list()) ids.push(id);
      return [ids.join(), typeof entries[1].meterOpenAI, typeof entries[2].meterAnthropic, typeof entries[3].meter].join(' ');
    })()`,
    context,
  );
  expect(found).toBe('b function function function');
  expect(asked[0]?.headers['authorization']).toBe('Bearer k');
});
