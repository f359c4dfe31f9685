import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Behaviours } from './behaviour/behaviours.ts';
import { noBehaviours, readBehaviours } from './behaviour/behaviours.ts';
import { createPromptCache } from './cache/prompt-cache.ts';
import type { Clock } from './delivery/clock.ts';
import { systemClock } from './delivery/clock.ts';
import { handleRequest } from './http/handle-request.ts';
import type { State } from './metered/state.ts';
import { createResponseMemory, resetState } from './metered/state.ts';
import type { TruthRecord } from './truth/record.ts';
import { createTruths } from './truth/truths.ts';

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Loopback by default: the simulator answers anyone who reaches it. */
  readonly host?: string;
  /** The same seed and the same requests in the same order give the same answers. */
  readonly seed?: string;
  /** The one credential that is taken; without it any is, and none. */
  readonly apiKey?: string;
  readonly behaviours?: Partial<Behaviours>;
  /** For how many requests and responses it remembers what it counted, the latest; without it for all. */
  readonly remembered?: number;
  readonly clock?: Clock;
}

export interface Simulator {
  /** `http://host:port`, to which a provider's path is added: `/v1`, or nothing for Anthropic and Gemini. */
  readonly url: string;
  readonly port: number;
  /** What was counted for each metered request since the start or the last reset, in the order of arrival; the latest, where only so many are remembered. */
  truth(): readonly TruthRecord[];
  /** Sets how requests are treated from now on. Raises BehaviourError. */
  behave(behaviours: Partial<Behaviours>): void;
  /** Forgets requests, caches, responses and behaviours. */
  reset(): void;
  /** Closes all connections, open answers included. */
  close(): Promise<void>;
}

/** Starts a simulator that listens. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const remembered = options.remembered ?? Infinity;
  const state: State = {
    clock: options.clock ?? systemClock,
    seed: options.seed ?? 'cofferdam',
    apiKey: options.apiKey ?? null,
    truths: createTruths(remembered),
    cache: createPromptCache(),
    memory: createResponseMemory(remembered),
    behaviours: readBehaviours({ ...noBehaviours, ...options.behaviours }),
    arrived: 0,
  };
  const server = createServer((request, response) => void handleRequest(state, request, response));
  const host = options.host ?? '127.0.0.1';
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    truth: () => state.truths.records(),
    behave(behaviours) {
      state.behaviours = readBehaviours({ ...noBehaviours, ...behaviours });
    },
    reset: () => resetState(state),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
