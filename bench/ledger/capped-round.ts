import { formatUsd } from '@cofferdam/core';
import { audit, chargedTo } from './audit.ts';
import { settledNanoUsd } from './calls.ts';
import { sayFailures, type Bench, type Served } from './measure.ts';
import type { CappedRound } from './result.ts';
import { cappedAgent, prepareCappedAgent } from './scenario.ts';

const leastAttempts = 3_000;
const withinMs = 60_000;

/** All clients at once against a budget with room for a third of what they ask for. */
export async function runCapped(bench: Bench, served: Served, clients: number): Promise<CappedRound> {
  const { server, key } = served;
  const maxPerClient = Math.ceil(leastAttempts / clients);
  const attempts = maxPerClient * clients;
  const limitNanoUsd = BigInt(Math.floor(attempts / 3)) * settledNanoUsd;
  await prepareCappedAgent(server, formatUsd(limitNanoUsd));
  const request = { port: server.port, key, clients, durationMs: withinMs, maxPerClient, agent: cappedAgent };
  const figures = await bench.generator.run(request);
  if (figures.firstFailure !== null) sayFailures(bench, served, figures);
  const { lifecycles, refused, refusedInFlight, failed } = figures;
  return {
    clients,
    limitNanoUsd: String(limitNanoUsd),
    attempts: lifecycles + refused + refusedInFlight + failed,
    settled: lifecycles,
    refused,
    refusedInFlight,
    failed,
    spentNanoUsd: String(await chargedTo(server.dataDir, cappedAgent)),
    audit: await audit(server.dataDir),
  };
}
