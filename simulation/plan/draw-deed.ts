import type { Draw } from '../../packages/server/test/gateway/support/draw.ts';
import type { Deed, Labels, Payer, Spent } from './action.ts';
import { drawBudget, type Org } from './world.ts';

/** Whose deed it is, and its place in the plan, which is the last digits of every amount that it names. */
export interface Doer {
  readonly org: Org;
  readonly orgs: readonly Org[];
  readonly index: number;
}

type Drawer = (draw: Draw, doer: Doer) => Deed;

const milliUsd = 1_000_000n;
const hourMs = 3_600_000;

/** An amount in thousandths of a dollar, and the action's index in its last digits: no two actions name the same one. */
function marked(draw: Draw, { index }: Doer, mostMilliUsd: number): bigint {
  return BigInt(draw.between(0, mostMilliUsd)) * milliUsd + BigInt(index);
}

function drawSpent(draw: Draw, doer: Doer, mayBeUnknown: boolean): Spent {
  const kind = draw.oneOf(['cost', 'cost', 'usage', mayBeUnknown ? 'unknown' : 'cost'] as const);
  if (kind === 'cost') return { kind, nanoUsd: marked(draw, doer, draw.chance(0.1) ? 6_000 : 1_500) };
  if (kind === 'unknown') return { kind };
  const input = draw.between(0, 3_000);
  return { kind, input, cached: draw.between(0, input), output: draw.between(0, 1_000) };
}

function runOf(draw: Draw, { org }: Doer): string {
  return `${org.name}-r${draw.between(0, 5)}`;
}

function drawLabels(draw: Draw, doer: Doer): Labels {
  const { name, agents } = doer.org;
  const run = runOf(draw, doer);
  // A run is bound to its first agent, so that most runs are asked for by the agent that has it.
  const agent = agents[Number(run.at(-1)) % agents.length]!;
  return {
    agent: draw.chance(0.9) ? agent : draw.oneOf(agents),
    ...(draw.chance(0.4) ? { workflow: `${name}-w${draw.between(0, 1)}` } : {}),
    ...(draw.chance(0.3) ? { connection: `${name}-c${draw.between(0, 1)}` } : {}),
    ...(draw.chance(0.3) ? { team: `${name}-t${draw.between(0, 1)}` } : {}),
    ...(draw.chance(0.5) ? { run } : {}),
  };
}

function drawReserve(draw: Draw, doer: Doer): Deed {
  const isEstimate = draw.chance(0.35);
  const isBoth = draw.chance(0.3);
  const nanoUsd = marked(draw, doer, draw.chance(0.1) ? 8_000 : 1_200);
  const tokens = { input: draw.between(0, 4_000), output: draw.between(1, 2_000) };
  return {
    kind: 'reserve',
    labels: drawLabels(draw, doer),
    nanoUsd: isEstimate ? null : nanoUsd,
    tokens: isEstimate || isBoth ? tokens : null,
    ttlSeconds: draw.oneOf([1, 60, 300, 3_600, 86_400]),
    onExpiry: draw.chance(0.7) ? 'release' : 'charge',
    final: draw.chance(0.1),
  };
}

function drawRun(draw: Draw, doer: Doer): Deed {
  const run = runOf(draw, doer);
  const { agents } = doer.org;
  return {
    kind: 'start-run',
    run,
    agent: agents[Number(run.at(-1)) % agents.length]!,
    parent: draw.chance(0.4) ? runOf(draw, doer) : null,
    limitNanoUsd: draw.chance(0.5) ? marked(draw, doer, 9_000) : null,
  };
}

function drawExpiry(draw: Draw): number | null {
  return draw.chance(0.5) ? draw.between(1, 40) * hourMs : null;
}

const reads = [
  '/v1/credits', '/v1/credits/lots', '/v1/credits/ledger', '/v1/budgets/standings', '/v1/usage', '/v1/runs',
  '/v1/alerts', '/v1/restrictions', '/v1/reports/overview', '/v1/reports/breakdown?by=agent,model',
  '/v1/reports/series?interval=day', '/v1/reports/unit-economics', '/v1/reports/projection', '/v1/agents', '/v1/audit',
  '/v1/deliveries', '/v1/policy', '/v1/exports/usage?format=csv', '/v1/credits/statements', '/v1/reports/refusals',
]; // prettier-ignore

const nonsense: readonly (readonly [path: string, body: unknown])[] = [
  ['/v1/reservations', { agent: 'x', amount_usd: 1 }],
  ['/v1/reservations', { agent: 'x', amount_usd: '-1' }],
  ['/v1/reservations', { amount_usd: '1' }],
  ['/v1/reservations', { agent: 'x', amount_usd: '1', colour: 'red' }],
  ['/v1/reservations/none/settle', { cost_usd: '1' }],
  ['/v1/usage', { id: 'x', source: 'y', agent: 'x' }],
  ['/v1/budgets', { name: 'x', per: 'moon', window: 'day', limit_usd: '1' }],
  ['/v1/credits/top-ups', { amount_usd: '1e9', reference: 'x' }],
  ['/v1/nowhere', {}],
];

function drawNonsense(draw: Draw): Deed {
  const [path, body] = draw.oneOf(nonsense);
  return { kind: 'nonsense', path, body };
}

const payers: readonly Payer[] = [
  'pays',
  'pays',
  'leaves',
  'is declined',
  'gets a part back',
  'disputes and loses',
  'disputes and wins',
];

function back(draw: Draw): number {
  return draw.between(0, 11);
}

const weighted: readonly (readonly [weight: number, drawer: Drawer])[] = [
  [30, drawReserve],
  [24, (draw, doer) => ({ kind: 'settle', pick: back(draw), spent: drawSpent(draw, doer, true) })],
  [5, (draw) => ({ kind: 'release', pick: back(draw) })],
  [
    4,
    (draw, doer) => ({
      kind: 'extend',
      pick: back(draw),
      ttlSeconds: draw.chance(0.5) ? draw.between(1, 7_200) : null,
      nanoUsd: draw.chance(0.7) ? marked(draw, doer, draw.chance(0.3) ? 30_000 : 2_000) : null,
    }),
  ],
  [
    8,
    (draw, doer) => ({
      kind: 'report',
      labels: drawLabels(draw, doer),
      spent: drawSpent(draw, doer, false),
      agoMs: draw.oneOf([0, 0, 0, hourMs, 30 * hourMs]),
    }),
  ],
  [3, drawRun],
  [1, (draw, doer) => ({ kind: 'finish-run', run: runOf(draw, doer) })],
  [2, (draw, doer) => ({ kind: 'top-up', nanoUsd: marked(draw, doer, 6_000), expiresInMs: drawExpiry(draw) })],
  [
    2,
    (draw, doer) => ({
      kind: 'grant',
      nanoUsd: marked(draw, doer, 3_000),
      expiresInMs: drawExpiry(draw),
      priority: draw.between(0, 200),
    }),
  ],
  [
    1,
    (draw, doer) => ({
      kind: 'adjust',
      nanoUsd: draw.chance(0.5) ? marked(draw, doer, 900) : -marked(draw, doer, 900),
    }),
  ],
  [1, (draw, doer) => ({ kind: 'refund', pick: back(draw), nanoUsd: marked(draw, doer, 4_000) })],
  [2, (draw) => ({ kind: 'checkout', cents: draw.between(100, 3_000), payer: draw.oneOf(payers) })],
  [1, (draw, doer) => ({ kind: 'budget', terms: drawBudget(draw, `later-${doer.index}`) })],
  [1, (draw) => ({ kind: 'change-budget', pick: back(draw), share: draw.oneOf([0.5, 0.9, 1.5, 3]) })],
  [0.5, (draw) => ({ kind: 'end-budget', pick: back(draw) })],
  [0.5, (draw, { org }) => ({ kind: 'pause', agent: draw.oneOf(org.agents) })],
  [1.5, (draw, { org }) => ({ kind: 'resume', agent: draw.oneOf(org.agents) })],
  [
    6,
    (draw, { org }) => ({
      kind: 'call',
      agent: draw.oneOf(org.agents),
      outputTokens: draw.between(1, 120),
      cap: draw.between(20, 200),
      stream: draw.chance(0.5),
    }),
  ],
  [6, (draw) => ({ kind: 'again', pick: back(draw), withAnotherBody: draw.chance(0.3) })],
  [4, (draw) => ({ kind: 'read', path: draw.oneOf(reads) })],
  [2, (draw, { orgs }) => ({ kind: 'stranger', pick: back(draw), victim: draw.between(0, orgs.length - 1) })],
  [2, drawNonsense],
];

const total = weighted.reduce((sum, [weight]) => sum + weight, 0);

/** Anything that a client may do. */
export function drawDeed(draw: Draw, doer: Doer): Deed {
  let left = (draw.between(0, 999_999) / 1_000_000) * total;
  for (const [weight, drawer] of weighted) {
    left -= weight;
    if (left < 0) return drawer(draw, doer);
  }
  return drawReserve(draw, doer);
}
