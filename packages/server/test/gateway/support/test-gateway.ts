import type { AddressInfo } from 'node:net';
import { type Simulator, type SimulatorOptions, startSimulator } from '@cofferdam/simulator';
import { expect, vi } from 'vitest';
import type { NodeOptions } from '../../../src/wire.ts';
import { type Nodes, startNodes } from '../../lane/support/nodes.ts';

/** A request that came to a node through a socket, and what it was answered with; null while it is not. */
export interface SeenRequest {
  readonly url: string;
  status: number | null;
}

/** Nodes that listen, in front of a simulator that counts what reaches it. */
export interface TestGateway {
  readonly nodes: Nodes;
  readonly simulator: Simulator;
  /** Where the nodes listen; `url` is the first one's. */
  readonly url: string;
  readonly urls: readonly string[];
  /** Every request that came through a socket, in order. */
  readonly seen: readonly SeenRequest[];
  /** Told of each request once it is answered, or its client has left. */
  onAnswered(listener: (request: SeenRequest) => void): void;
  /** Registers the agent, and makes a key that is bound to it. */
  agentKey(agent: string): Promise<string>;
  /** Resolves once no reservation is open. */
  untilSettled(): Promise<void>;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly nodeCount?: number;
  readonly simulator?: SimulatorOptions;
  readonly node?: Partial<NodeOptions>;
  /** What connections call instead of the simulator itself, made of its URL. */
  readonly upstreamUrl?: (simulatorUrl: string) => Promise<string>;
  /** Laid over every connection, as the API takes it. */
  readonly connection?: Readonly<Record<string, unknown>>;
}

/** The credential that a connection gives its provider. */
export function upstreamKey(connection: string): string {
  return `upstream-key-of-${connection}`;
}

const connectionPaths = { openai: '/v1', anthropic: '', gemini: '' } as const;

export async function addConnections(
  { must }: Nodes,
  upstreamUrl: string,
  suffix: string,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [provider, path] of Object.entries(connectionPaths)) {
    const name = provider + suffix;
    const own = { name, provider, base_url: upstreamUrl + path, api_key: upstreamKey(name) };
    await must('/v1/connections', { ...own, ...more });
  }
}

/** Starts it all, with the connections `openai`, `anthropic` and `gemini` to the simulator. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const simulator = await startSimulator(options.simulator ?? {});
  const nodes = await startNodes(options.nodeCount ?? 1, { allowedPrivate: ['127.0.0.0/8'], ...options.node });
  const upstreamUrl = (await options.upstreamUrl?.(simulator.url)) ?? simulator.url;
  await addConnections(nodes, upstreamUrl, '', options.connection ?? {});
  const seen: SeenRequest[] = [];
  const listeners: ((request: SeenRequest) => void)[] = [];
  const urls: string[] = [];
  for (const { app } of nodes.nodes) {
    await app.listen({ host: '127.0.0.1', port: 0 });
    app.server.on('request', (request, response) => {
      const one: SeenRequest = { url: request.url ?? '', status: null };
      seen.push(one);
      response.once('close', () => {
        one.status = response.statusCode;
        for (const listener of listeners) listener(one);
      });
    });
    urls.push(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
  }
  return {
    nodes,
    simulator,
    url: urls[0]!,
    urls,
    seen,
    onAnswered: (listener) => void listeners.push(listener),
    async agentKey(agent) {
      await nodes.must('/v1/agents', { id: agent });
      const { body } = await nodes.must('/v1/keys', { name: `key of ${agent}`, kind: 'agent', agent });
      return String(body['secret']);
    },
    async untilSettled() {
      await vi.waitFor(
        async () => {
          const { rows } = await nodes.pool.query('SELECT reservation_id FROM open_reservations');
          expect(rows).toEqual([]);
        },
        { timeout: 20_000, interval: 20 },
      );
    },
    async close() {
      await nodes.close();
      await simulator.close();
    },
  };
}
