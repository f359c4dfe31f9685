import { formatUsd } from '@cofferdam/core';
import type { Bench } from '../command/benchmark.ts';
import { runChatLoad } from './chat-load.ts';
import { gatewayPath } from './chat-request.ts';
import { audited, sayFailures, type Stage } from './measure.ts';
import type { CappedRound } from './result.ts';
import { cappedAgent, prepareCappedAgent } from './scenario.ts';

const leastAttempts = 1_920;
const withinMs = 60_000;

/** What one call of the load costs, by the upstream's own count. */
async function callNanoUsd({ server, simulator, key }: Stage): Promise<bigint> {
  await simulator.prepare(0);
  const once = { clients: 1, stream: false, durationMs: withinMs, maxPerClient: 1 };
  await runChatLoad({ ...once, port: server.port, path: gatewayPath, key });
  return (await simulator.truth()).costNanoUsd;
}

/** All clients at once against a budget with room for a third of what they ask for. */
export async function runCapped(bench: Bench, stage: Stage, clients: number): Promise<CappedRound> {
  const maxPerClient = Math.ceil(leastAttempts / clients);
  const attempts = maxPerClient * clients;
  const limitNanoUsd = BigInt(Math.floor(attempts / 3)) * (await callNanoUsd(stage));
  const key = await prepareCappedAgent(stage.server, formatUsd(limitNanoUsd));
  const load = { port: stage.server.port, path: gatewayPath, key, clients, stream: false, maxPerClient };
  const { result: figures, honesty } = await audited(stage, cappedAgent, 0, () =>
    runChatLoad({ ...load, durationMs: withinMs }),
  );
  sayFailures(bench, stage, figures);
  return { clients, limitNanoUsd: String(limitNanoUsd), attempts, figures, honesty };
}
