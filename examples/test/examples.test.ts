import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { adminKey, openStage } from './stage.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** What stands in place of ids, which are made anew each time. Everything else is the same in each run. */
function withoutIds(output: string): string {
  return output.replace(/-[0-9a-f]{8}\b/g, '-<id>');
}

const stage = openStage();

/** As its reader starts it; the client library is read from its sources, so that nothing needs to be built. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, COFFERDAM_URL: stage.url(), COFFERDAM_KEY: adminKey };
  return (await promisify(execFile)(program, args, { cwd: folder, env })).stdout;
}

const node = ['--conditions=cofferdam-source', '--import', 'tsx'];

/** Each example, and how many calls of models it makes, by hand. */
const examples: Readonly<Record<string, { calls: number }>> = {
  anthropic: { calls: 2 },
  gemini: { calls: 2 },
  langchain: { calls: 3 },
  openai: { calls: 3 },
  'openai-agents': { calls: 2 },
  'vercel-ai': { calls: 3 },
};

test('every example is run', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs') && name !== 'setup.mjs');
  expect(Object.keys(examples)).toEqual(files.map((name) => name.replace('.mjs', '')).toSorted());
});

test.each(Object.entries(examples))('%s: what it prints, and what is in the ledger', async (name, { calls }) => {
  await stage.begin();
  const output = await run(process.execPath, [...node, `${name}.mjs`]);
  await expect(withoutIds(output)).toMatchFileSnapshot(`../${name}.txt`);
  expect(stage.billed()).toHaveLength(calls);
  expect(await stage.charged()).toEqual(stage.billed());
});
