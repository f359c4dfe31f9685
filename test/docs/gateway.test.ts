import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createFakeTerminal, runCommand } from '../../packages/cli/test/fake-terminal.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { startServer } from '../../packages/server/src/main.ts';
import { temporaryDirectory } from '../../packages/server/test/embedded/temporary.ts';
import { codeBlocks, root } from './page.ts';

const adminKey = 'the-key-of-this-test-0123456789';

/** A server as `npm start` makes one, simulated providers included. */
async function startForPage(): Promise<string> {
  const environment = {
    COFFERDAM_DATA_DIR: await temporaryDirectory(),
    COFFERDAM_PORT: '0',
    COFFERDAM_LOG_LEVEL: 'silent',
    COFFERDAM_ADMIN_KEY: adminKey,
  };
  const server = await startServer(readConfig(environment));
  onTestFinished(() => server.close());
  return server.url;
}

/** What the page's reader has in place of its provider: the simulated ones. */
function onSimulator(code: string, url: string): string {
  return code
    .replaceAll('http://127.0.0.1:4600', url)
    .replace(/\/gateway\/(openai|anthropic|gemini)\b/g, '/gateway/sim');
}

async function runModule(code: string, key: string): Promise<string> {
  const env = { ...process.env, AGENT_KEY: key };
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: root, env });
  return (await run).stdout;
}

test('each client of "Point your client at Cofferdam" gets its answer, and is charged to the agent of its key', async () => {
  const url = await startForPage();
  const terminal = createFakeTerminal({ env: { COFFERDAM_URL: url, COFFERDAM_KEY: adminKey } });
  expect(await runCommand(['keys', 'create', 'bot', '--kind', 'agent', '--agent', 'support-bot'], terminal)).toBe(0);
  const key = terminal.stdout.trim();

  const page = { path: 'docs/start/gateway.md', text: readFileSync(join(root, 'docs/start/gateway.md'), 'utf8') };
  const snippets = codeBlocks(page).filter(({ language }) => language === 'ts');
  expect(snippets).toHaveLength(6);
  for (const { code } of snippets) expect(await runModule(onSimulator(code, url), key)).toMatch(/\S/);

  const headers = { authorization: `Bearer ${adminKey}` };
  const answer = await fetch(`${url}/v1/usage`, { headers });
  const { data } = (await answer.json()) as {
    data: { agent: string; connection: string; run: string; user: string }[];
  };
  expect(data.map(({ agent, connection }) => `${agent} on ${connection}`)).toEqual(Array(6).fill('support-bot on sim'));
  expect(data[0]).toMatchObject({ run: 'ticket-4711', user: 'ann' });
});
