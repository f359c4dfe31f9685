import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import { expect } from 'vitest';
import type { NodeOptions } from '../../../../src/wire.ts';
import { adminKey, type Nodes, startNodes } from '../../../lane/support/nodes.ts';
import { upstreamKey } from '../../support/test-gateway.ts';
import { ask, type Answered, type Asking, begin, type Question } from './caller.ts';
import { type OwnUpstream, startUpstream } from './own-upstream.ts';

/** A gateway that listens, in front of an upstream of the test's own, with everything that it logs. */
export interface HostileGateway {
  readonly nodes: Nodes;
  readonly upstream: OwnUpstream;
  readonly url: string;
  readonly urls: readonly string[];
  /** The secret of the key of agent `bot`. */
  readonly key: string;
  readonly log: readonly string[];
  /** Asks as agent `bot`, for a run. */
  ask(path: string, run: string, question?: Question): Promise<Answered>;
  begin(path: string, run: string, question?: Question): Asking;
  addConnection(name: string, more?: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/** Keeps all that is logged, at every level. */
function capturing(lines: string[]): Logger {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return pino({ level: 'trace' }, sink);
}

export const paths = {
  chat: '/gateway/openai/v1/chat/completions',
  responses: '/gateway/openai/v1/responses',
  embeddings: '/gateway/openai/v1/embeddings',
  messages: '/gateway/anthropic/v1/messages',
  gemini: '/gateway/gemini/v1beta/models/gemini-2.5-flash:generateContent',
  geminiArray: '/gateway/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent',
  geminiSse: '/gateway/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
} as const;

export interface HostileOptions {
  readonly nodeCount?: number;
  readonly node?: Partial<NodeOptions>;
  /** Without: the test makes its own. */
  readonly hasConnections?: boolean;
}

/** Starts it with the connections `openai`, `anthropic` and `gemini`, and a hard budget that nothing here exhausts. */
export async function startHostile(options: HostileOptions = {}): Promise<HostileGateway> {
  const { nodeCount = 1, node = {}, hasConnections = true } = options;
  const upstream = await startUpstream();
  const log: string[] = [];
  const nodes = await startNodes(nodeCount, { allowedPrivate: ['127.0.0.0/8'], logger: capturing(log), ...node });
  const addConnection: HostileGateway['addConnection'] = async (name, more = {}) => {
    const own = { name, provider: 'openai', base_url: `${upstream.url}/v1`, api_key: upstreamKey(name) };
    await nodes.must('/v1/connections', { ...own, ...more });
  };
  if (hasConnections) {
    await addConnection('openai');
    await addConnection('anthropic', { provider: 'anthropic', base_url: upstream.url });
    await addConnection('gemini', { provider: 'gemini', base_url: upstream.url });
  }
  await nodes.must('/v1/budgets', { name: 'all', per: 'org', window: 'lifetime', limit_usd: '100000' });
  await nodes.must('/v1/agents', { id: 'bot' });
  const { body } = await nodes.must('/v1/keys', { name: 'key of bot', kind: 'agent', agent: 'bot' });
  const key = String(body['secret']);
  const urls: string[] = [];
  for (const { app } of nodes.nodes) {
    await app.listen({ host: '127.0.0.1', port: 0 });
    urls.push(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
  }
  const url = urls[0]!;
  const asBot = (run: string, question: Question = {}): Question => ({
    ...question,
    headers: { authorization: `Bearer ${key}`, 'x-cofferdam-run': run, ...question.headers },
  });
  return {
    nodes,
    upstream,
    url,
    urls,
    key,
    log,
    ask: (path, run, question) => ask(url, path, asBot(run, question)),
    begin: (path, run, question) => begin(url, path, asBot(run, question)),
    addConnection,
    async close() {
      await nodes.close();
      await upstream.close();
      // Whatever a test did, no key is in the log.
      const logged = log.join('');
      for (const secret of ['upstream-key-of', key, adminKey]) expect(logged).not.toContain(secret);
    },
  };
}
