import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSimulator, type Simulator } from '@cofferdam/simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestNode, testAdminKey, type TestNode } from '../api/support/test-node.ts';

let node: TestNode;
let simulator: Simulator;
let baseUrl: string;
const folder = mkdtempSync(join(import.meta.dirname, 'snippets-'));
beforeAll(async () => {
  [node, simulator] = await Promise.all([startTestNode(), startSimulator()]);
  baseUrl = await node.node.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([node.close(), simulator.close()]);
});

/** All the code of a page, as one program: later blocks use what earlier ones made. */
function programOf(page: string): string {
  const text = readFileSync(new URL(`../../../../${page}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
  const lines = blocks.join('\n').split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const given = `
    const baseUrl = ${JSON.stringify(baseUrl)};
    const apiKey = ${JSON.stringify(testAdminKey)};
    const providerUrl = ${JSON.stringify(`${simulator.url}/v1`)};
    const providerKey = 'k';
    const journalPath = ${JSON.stringify(join(tmpdir(), `cofferdam-snippets-${process.pid}.ndjson`))};
    const askTheModel = async (prompt: string) => ({ text: prompt, inputTokens: 1000, outputTokens: 100 });
    const searchTheWeb = async (query: string) => [query];`;
  return `${imports.join('\n')}\n${given}\n${lines.filter((line) => !line.startsWith('import ')).join('\n')}`;
}

test.each([
  ['packages/sdk/README.md', ['what there is on coffer dams', '0.995'], '0.005'],
  ['docs/start/sdk.md', ['a dollar a day', '1'], '0.0085'],
])('what stands in %s runs, and is charged', async (page, said, costUsd) => {
  const before = await spentOf('planner');
  const file = join(folder, `${page.replaceAll('/', '-')}.ts`);
  writeFileSync(file, programOf(page));
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await import(/* @vite-ignore */ pathToFileURL(file).href);
  expect(log.mock.calls[0]).toEqual(said);
  expect(error.mock.calls).toEqual([]);
  vi.restoreAllMocks();
  const byProvider = simulator.truth().reduce((sum, { costNanoUsd }) => sum + Number(costNanoUsd ?? 0n), 0);
  simulator.reset();
  expect((await spentOf('planner')) - before).toBe(Math.round(Number(costUsd) * 1e9) + byProvider);
});

/** In nano-USD, by plain SQL. */
async function spentOf(agent: string): Promise<number> {
  const { rows } = await node.pool.query<{ cost: string }>(
    'SELECT coalesce(sum(cost_nano_usd), 0)::text AS cost FROM usage_records WHERE agent = $1',
    [agent],
  );
  return Number(rows[0]?.cost);
}
