import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, readUntil } from '../hostile/support/caller.ts';
import { type HostileGateway, paths, startHostile } from '../hostile/support/hostile-gateway.ts';
import { bookingOf, openCount, until } from '../hostile/support/ledger.ts';
import { beginEvents, chatAnswer, chatChunk, sendJson } from '../hostile/support/provider-answers.ts';

const script = fileURLToPath(new URL('support/gateway-process.ts', import.meta.url));

/** Long enough for a server to start and a call to begin; no more, since the test waits for it. */
const ttlMs = 3_000;

let gateway: HostileGateway;

beforeAll(async () => {
  gateway = await startHostile();
});

afterAll(() => gateway.close());

interface Killable {
  readonly url: string;
  kill(): Promise<void>;
}

async function startProcess(): Promise<Killable> {
  const told = JSON.stringify({ database: gateway.nodes.database, ttlMs });
  const args = ['--conditions=cofferdam-source', '--import', 'tsx', script, told];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const said = once(child.stdout!, 'data') as Promise<[Buffer]>;
  const [port] = await Promise.race([said, exited.then(() => Promise.reject(new Error('the server did not start')))]);
  return {
    url: `http://127.0.0.1:${port.toString().trim()}`,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const body = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };

test('a server is killed in the middle of its calls: each hold is charged once when its time is over, and flagged', async () => {
  const server = await startProcess();
  const ask = (run: string, stream: boolean) =>
    begin(server.url, paths.chat, {
      headers: { authorization: `Bearer ${gateway.key}`, 'x-cofferdam-run': run },
      body: { ...body, stream },
    });
  try {
    gateway.upstream.answer((response, call) => {
      if (!call.body.includes('"stream":true')) return;
      beginEvents(response);
      response.write(chatChunk('one'));
    });
    const streamed = ask('killed-streamed', true);
    await readUntil(await streamed.head, 'one');
    const calls = gateway.upstream.calls.length;
    ask('killed-whole', false);
    await until(() => gateway.upstream.calls.length > calls);
    expect(await openCount(gateway.nodes.pool)).toBe(2);
  } finally {
    await server.kill();
  }
  // Its connections are gone with it, and what it held still counts against every limit.
  await until(() => gateway.upstream.connections.open === 0);
  await gateway.nodes.expectVerified();

  // Another node on the same store, as after a restart, does the rest.
  for (const run of ['killed-streamed', 'killed-whole']) {
    const { state, held, cost, charges } = await bookingOf(gateway.nodes, run);
    expect({ state, cost }).toEqual({ state: 'expired', cost: held });
    expect(charges).toMatchObject([{ cost: held, estimated: true }]);
  }
  expect(await openCount(gateway.nodes.pool)).toBe(0);

  // The agent is not shut out by what was lost.
  gateway.upstream.answer((response) => sendJson(response, chatAnswer(7, 5)));
  expect((await gateway.ask(paths.chat, 'after-kill', { body })).status).toBe(200);
  await bookingOf(gateway.nodes, 'after-kill');
}, 60_000);
