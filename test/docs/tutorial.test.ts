import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, onTestFinished } from 'vitest';
import { createFakeTerminal, runCommand } from '../../packages/cli/test/fake-terminal.ts';
import { startForTest, temporaryDirectory } from '../../packages/server/test/embedded/temporary.ts';
import { createLogger, createNode } from '../../packages/server/src/wire.ts';
import { codeBlocks, root, type CodeBlock } from './page.ts';

const key = 'the-key-of-this-test-0123456789';

interface Server {
  readonly address: string;
  call(method: string, path: string, body: string | undefined): Promise<unknown>;
}

/** A server as `npm start` makes one, whose clock stands still: no day ends in the middle of the page. */
async function startServer(): Promise<Server> {
  const { embedded } = await startForTest(await temporaryDirectory());
  const nowMs = Date.now();
  const node = await createNode({
    database: embedded.connection,
    adminKey: key,
    secretKey: 'the-secret-of-this-test-0123456789',
    logger: createLogger('silent'),
    clock: () => nowMs,
  });
  const address = await node.app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => node.close());
  const call = async (method: string, path: string, body: string | undefined): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(address + path, { method, headers, ...(body === undefined ? {} : { body }) });
    return response.json();
  };
  return { address, call };
}

/** What differs each time: ids, times, and the date of the day. */
function withoutChance(answer: unknown): unknown {
  const text = JSON.stringify(answer)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/\d{4}-\d\d-\d\d/g, '<date>');
  return JSON.parse(text);
}

/** Follows the page as a reader does: runs its lines in turn, and keeps what was answered last. */
class Reader {
  readonly #server: Server;
  #id = '';
  /** What the last call was answered. */
  answer: unknown;

  constructor(server: Server) {
    this.#server = server;
  }

  async run(line: string): Promise<void> {
    if (line.startsWith('ID=')) this.#id = (this.answer as { id: string }).id;
    const called = /^call (\w+) (\S+)(?: '(.*)')?$/.exec(line);
    if (called !== null) {
      const [, method = '', path = '', body] = called;
      this.answer = await this.#server.call(method, path.replace('$ID', this.#id), body);
    }
    const command = /^npx cofferdam (budgets .*)$/.exec(line);
    if (command !== null) await this.#runCommand(command[1] ?? '');
  }

  async #runCommand(text: string): Promise<void> {
    const args = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const terminal = createFakeTerminal({ env: { COFFERDAM_URL: this.#server.address, COFFERDAM_KEY: key } });
    expect(await runCommand(args, terminal)).toBe(0);
  }
}

async function follow(reader: Reader, blocks: readonly CodeBlock[]): Promise<number> {
  let compared = 0;
  for (const { language, code } of blocks) {
    if (language === 'sh') for (const line of code.split('\n')) await reader.run(line);
    if (language !== 'json') continue;
    expect(withoutChance(reader.answer)).toEqual(withoutChance(JSON.parse(code)));
    compared += 1;
  }
  return compared;
}

test('the calls of "Ten minutes" are answered as the page says, and the raised budget lets the last one pass', async () => {
  const path = 'docs/start/ten-minutes.md';
  const page = { path, text: readFileSync(join(root, path), 'utf8') };
  const reader = new Reader(await startServer());
  expect(await follow(reader, codeBlocks(page))).toBe(4);
  expect(reader.answer).toMatchObject({ state: 'held', amount_usd: '0.02' });
});
