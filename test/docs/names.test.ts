import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeTerminal, runCommand } from '../../packages/cli/test/fake-terminal.ts';
import { findEndpoint } from '../../packages/server/src/gateway/endpoints.ts';
import { readGatewayPath } from '../../packages/server/src/gateway/gateway-path.ts';
import { errorKinds } from '../../packages/server/src/errors/registry.ts';
import { codeBlocks, codeSpans, readPages, root, type Page, type Problem } from './page.ts';

const pages = readPages();

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function problemsOf(find: (page: Page) => Problem[]): Problem[] {
  return pages.flatMap((page) => find(page).map((problem) => `${page.path}: ${problem}`));
}

function found(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([whole, first]) => first ?? whole);
}

const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

function unknownScripts({ text }: Page): Problem[] {
  const named = [...found(/\bnpm run ([\w:-]+)/g, text), ...found(/\bnpm (start|test)\b/g, text)];
  return named.filter((name) => !(name in scripts)).map((name) => `there is no npm command ${name}`);
}

test('every npm command that a page names exists', () => {
  expect(problemsOf(unknownScripts)).toEqual([]);
});

/** Where the environment is read: by the server, the command line, and the tests' own Postgres. */
const readers = [
  'packages/server/src/config.ts',
  'packages/cli/src/settings.ts',
  'packages/sdk/src/transport/options.ts',
  'packages/cli/src/commands/verify.ts',
  'packages/server/test/postgres-setup.ts',
];
const variables = new Set(readers.flatMap((path) => found(/COFFERDAM_[A-Z_]+/g, read(path))));

test('every variable that a page names is read somewhere', () => {
  const unknown = ({ text }: Page): Problem[] =>
    found(/COFFERDAM_[A-Z_]+/g, text).filter((name) => !variables.has(name));
  expect(problemsOf(unknown)).toEqual([]);
});

interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const { paths } = JSON.parse(read('docs/reference/openapi.json')) as Api;
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({
    method: method.toUpperCase(),
    form: new RegExp(`^${path.replaceAll('/', '\\/').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  })),
);

/** Routes as pages name them: in a sentence, in the tutorial's `call`, and in a curl command, which posts what it is given. */
function namedRoutes({ text }: Page): { method: string; path: string }[] {
  const spoken = [...text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) (\/[\w\-/{}$.:]*\w\}?)/g)];
  const curled = [...text.matchAll(/curl -sS(?: -X (\w+))? "?http:\/\/127\.0\.0\.1:4600(\/[^\s"$?]+)/g)];
  const all = [...spoken, ...curled.map(([whole, method = 'POST', path = '']) => [whole, method, path])];
  return all.map(([, method = '', path = '']) => ({ method, path: path.replace(/\$\w+|\{[^}]+\}/g, 'x') }));
}

/** The gateway's routes are those of the providers: with the connection in front, or as the provider's own page has them. */
function isOfGateway(method: string, path: string): boolean {
  const own = path.startsWith('/gateway/') ? readGatewayPath(path)?.rest : path;
  return own !== undefined && findEndpoint('simulator', method, own) !== null;
}

function unknownRoutes(page: Page): Problem[] {
  return namedRoutes(page)
    .filter(({ method, path }) => !routes.some((route) => route.method === method && route.form.test(path)))
    .filter(({ method, path }) => !isOfGateway(method, path))
    .map(({ method, path }) => `there is no route ${method} ${path}`);
}

test('every route that a page names is in the description of the API, or one of the gateway', () => {
  expect(pages.flatMap(namedRoutes).length).toBeGreaterThan(20);
  expect(problemsOf(unknownRoutes)).toEqual([]);
});

test('every JSON block, and every body that a command sends, is JSON', () => {
  const bad = (page: Page): Problem[] =>
    codeBlocks(page)
      .flatMap(({ language, code }) => {
        if (language === 'json') return [code];
        return language === 'sh' ? found(/'(\{[^']*\})'/g, code) : [];
      })
      .filter((json) => {
        try {
          return JSON.parse(json) === null;
        } catch {
          return true;
        }
      })
      .map((json) => `is not JSON: ${json.slice(0, 80)}`);
  expect(problemsOf(bad)).toEqual([]);
});

/** Files are named from the root, from the page's own folder, or from the source folder that the page is about. */
const bases = ['', 'packages/server/src', 'packages/server/src/store', 'packages/core/src/ledger'];
const pathForm = /^(?:[\w-]+\/)+[\w.-]*$|^[\w-]+\.(?:ts|sql|mjs)$/;
const fromRoot = /^(?:packages|docs|scripts|test|bench)\//;

/** Made by a command that the page is about; a fresh checkout may not have it. */
const made = new Set(['bench/results/', 'packages/dashboard/screenshots']);

function lostFiles(page: Page): Problem[] {
  const isPath = (code: string): boolean =>
    pathForm.test(code) && (fromRoot.test(code) || /\.(ts|sql|mjs)$/.test(code));
  const places = [...bases, dirname(page.path), join(dirname(page.path), 'src')];
  const scripts = found(/\bscripts\/[\w-]+\.mjs/g, page.text);
  return [...codeSpans(page).filter(isPath), ...scripts]
    .filter((path) => !made.has(path))
    .filter((path) => !places.some((base) => existsSync(join(root, base, path))))
    .map((path) => `there is no ${path}`);
}

test('every file and folder of the repository that a page names exists', () => {
  expect(pages.flatMap(codeSpans).filter((code) => fromRoot.test(code)).length).toBeGreaterThan(50);
  expect(problemsOf(lostFiles)).toEqual([]);
});

const statuses: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(errorKinds).map(([code, { status }]) => [code, status]),
);

/** "402 `budget_exceeded`", and rows of a table that begin with codes and then have their status. */
function wrongStatuses({ text }: Page): Problem[] {
  const inSentences = [...text.matchAll(/\b([45]\d\d) `([a-z]+_[a-z_]+)`/g)].map(([, status = '', code = '']) => ({
    status,
    codes: [code],
  }));
  const inRows = [...text.matchAll(/^\| ((?:`[a-z_]+`(?:, )?)+) \| ([45]\d\d) \|/gm)].map(
    ([, codes = '', status = '']) => ({
      status,
      codes: found(/`([a-z_]+)`/g, codes),
    }),
  );
  return [...inSentences, ...inRows].flatMap(({ status, codes }) =>
    codes
      .filter((code) => statuses[code] !== Number(status))
      .map((code) => `${code} is ${statuses[code] ?? 'no code'}, not ${status}`),
  );
}

test('every error code stands beside its own status', () => {
  expect(problemsOf(wrongStatuses)).toEqual([]);
});

/** A call of the command line: the command, and the options that follow. */
function namedCommands({ text }: Page): { words: string[]; options: string[] }[] {
  return [...text.matchAll(/npx cofferdam ([^\n`|>]+)/g)].map(([, rest = '']) => {
    const parts = rest.trim().split(' ');
    const end = parts.findIndex((part) => !/^[a-z][a-z-]*$/.test(part));
    return { words: end < 0 ? parts : parts.slice(0, end), options: found(/--[a-z][a-z-]*/g, rest) };
  });
}

async function helpOf(words: readonly string[]): Promise<string> {
  const terminal = createFakeTerminal();
  await runCommand([...words, '--help'], terminal);
  return terminal.stdout;
}

test('every command and option that a page calls is in its help', async () => {
  const problems: Problem[] = [];
  const calls = pages.flatMap(namedCommands);
  expect(calls.length).toBeGreaterThan(10);
  for (const { words, options } of calls) {
    const [command = '', second] = words;
    const help = await helpOf(second === undefined ? [command] : [command, second]);
    if (!help.startsWith(`Usage: cofferdam ${words.slice(0, 2).join(' ')}`))
      problems.push(`cofferdam ${words.join(' ')}`);
    for (const option of options) if (!help.includes(option)) problems.push(`cofferdam ${words.join(' ')} ${option}`);
  }
  expect(problems).toEqual([]);
});

test('planted faults of each kind are found', () => {
  const text =
    'npm run deploy, GET /v1/everything, POST /gateway/sim/v1/files, 409 `budget_exceeded`, `packages/core/src/money/gone.ts`\n| `not_found` | 402 |\n';
  const page = { path: 'docs/planted.md', text };
  expect(unknownScripts(page)).toEqual(['there is no npm command deploy']);
  expect(unknownRoutes(page)).toEqual([
    'there is no route GET /v1/everything',
    'there is no route POST /gateway/sim/v1/files',
  ]);
  expect(wrongStatuses(page)).toEqual(['budget_exceeded is 402, not 409', 'not_found is 404, not 402']);
  expect(lostFiles(page)).toEqual(['there is no packages/core/src/money/gone.ts']);
});
