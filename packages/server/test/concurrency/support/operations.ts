import type { Command, Dimensions, Outcome } from '@cofferdam/core';
import fc from 'fast-check';
import { renderTopUp } from '../../../src/api/credits/render.ts';
import { renderChanged, renderReserved, renderSettled } from '../../../src/api/reservations/render.ts';
import { renderRunOutcome } from '../../../src/api/runs/render.ts';
import type { Rendered } from '../../../src/services/lane/command.ts';

/** A call that a client may make, and the command that it stands for. Amounts are in whole nano-USD. */
export interface Operation {
  readonly path: (target: string) => string;
  readonly body: Record<string, unknown>;
  /** `id` is the one that the server gave, or that the call was about. */
  readonly command: (id: string) => Command;
  readonly render: (outcome: Outcome) => Rendered;
  /** It is about a reservation that some client was told of before. */
  readonly needsTarget: boolean;
}

function usd(nanoUsd: number): string {
  return `0.${String(nanoUsd).padStart(9, '0')}`;
}

function labels(own: Partial<Dimensions>): Dimensions {
  const none = { workflow: null, connection: null, user: null, team: null, provider: null, model: null };
  return { agent: 'bot', ...none, ...own };
}

const agents = fc.constantFrom('bot', 'bee');
const amounts = fc.integer({ min: 0, max: 40 });
const runs = fc.constantFrom('run-a', 'run-b', 'run-c');
const byReservation = { origin: 'api', onlyAgent: null } as const;

const reserves = fc
  .record({ agent: agents, user: fc.option(fc.constantFrom('x', 'y')), run: fc.option(runs), amount: amounts })
  .map(({ agent, user, run, amount }): Operation => ({
    path: () => '/v1/reservations',
    body: { agent, amount_usd: usd(amount), ...(user === null ? {} : { user }), ...(run === null ? {} : { run }) },
    command: (id) => ({
      kind: 'reserve',
      id,
      dimensions: labels({ agent, user }),
      run,
      parentRun: null,
      amountNanoUsd: BigInt(amount),
      estimate: null,
      ttlMs: 300_000,
      onExpiry: 'release',
      origin: 'api',
      mayCreateAgent: true,
    }),
    render: renderReserved,
    needsTarget: false,
  }));

const settles = amounts.map((cost): Operation => ({
  path: (target) => `/v1/reservations/${target}/settle`,
  body: { cost_usd: usd(cost) },
  command: (reservationId) => ({
    kind: 'settle',
    reservationId,
    ...byReservation,
    hash: String(cost),
    spending: { kind: 'cost', costNanoUsd: BigInt(cost) },
    tools: [],
  }),
  render: renderSettled,
  needsTarget: true,
}));

const releases = fc.constant<Operation>({
  path: (target) => `/v1/reservations/${target}/release`,
  body: {},
  command: (reservationId) => ({ kind: 'release', reservationId, ...byReservation }),
  render: renderChanged,
  needsTarget: true,
});

const extensions = amounts.map((amount): Operation => ({
  path: (target) => `/v1/reservations/${target}/extend`,
  body: { amount_usd: usd(amount) },
  command: (reservationId) => ({
    kind: 'extend',
    reservationId,
    ...byReservation,
    ttlMs: null,
    amountNanoUsd: BigInt(amount),
  }),
  render: renderChanged,
  needsTarget: true,
}));

const topUps = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('one', 'two', 'three'))
  .map(([amount, reference]): Operation => ({
    path: () => '/v1/credits/top-ups',
    body: { amount_usd: usd(amount), reference },
    command: () => ({ kind: 'top-up', amountNanoUsd: BigInt(amount), reference, hash: String(amount) }),
    render: renderTopUp,
    needsTarget: false,
  }));

const newRuns = fc
  .tuple(runs, agents, fc.option(amounts), fc.option(runs))
  .map(([id, agent, limit, parent]): Operation => ({
    path: () => '/v1/runs',
    body: {
      id,
      agent,
      ...(limit === null ? {} : { limit_usd: usd(limit) }),
      ...(parent === null ? {} : { parent_run: parent }),
    },
    command: () => ({
      kind: 'create-run',
      id,
      dimensions: labels({ agent }),
      parentRun: parent,
      limitNanoUsd: limit === null ? null : BigInt(limit),
      mayCreateAgent: true,
    }),
    render: (outcome) => renderRunOutcome(201, () => 0)(outcome),
    needsTarget: false,
  }));

/** Anything that a client may do; short of money often, and about each other's reservations. */
export const operations: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 10, arbitrary: reserves },
  { weight: 7, arbitrary: settles },
  { weight: 3, arbitrary: releases },
  { weight: 2, arbitrary: extensions },
  { weight: 1, arbitrary: topUps },
  { weight: 1, arbitrary: newRuns },
);
