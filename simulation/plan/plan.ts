import { type Draw, drawFrom } from '../../packages/server/test/gateway/support/draw.ts';
import type { Action, Patience } from './action.ts';
import { drawDeed } from './draw-deed.ts';
import { drawFaults, type Fault } from './fault.ts';
import { drawOrg, type Org } from './world.ts';

/** What happens at once: time passes, then things go wrong while all these actions are under way. */
export interface Round {
  readonly passMs: number;
  readonly faults: readonly Fault[];
  readonly actions: readonly Action[];
  /** How often each event of the payment processor comes, over and over again. */
  readonly copies: readonly number[];
}

/** Everything that a seed decides. */
export interface Plan {
  readonly seed: number;
  readonly nodes: number;
  readonly orgs: readonly Org[];
  readonly rounds: readonly Round[];
}

export interface PlanSize {
  readonly nodes: number;
  readonly orgs: number;
  readonly rounds: number;
  readonly actionsPerRound: number;
  readonly mayKillDatabase: boolean;
  readonly slowestMs: number;
}

const patiences: readonly Patience[] = [
  'asks again',
  'asks again',
  'asks again',
  'asks again',
  'asks once',
  'vanishes',
];
const minuteMs = 60_000;
const passes = [0, 0, 1_000, 20_000, minuteMs, 5 * minuteMs, 40 * minuteMs, 3 * 60 * minuteMs];

function drawAction(draw: Draw, orgs: readonly Org[], nodes: number, index: number): Action {
  const org = draw.between(0, orgs.length - 1);
  const node = draw.between(0, nodes - 1);
  const patience = draw.oneOf(patiences);
  const other = (node + draw.between(1, Math.max(1, nodes - 1))) % nodes;
  const isTwice = draw.chance(0.1);
  const deed = drawDeed(draw, { org: orgs[org]!, orgs, index });
  const alsoTo = isTwice && patience === 'asks again' && deed.kind !== 'call' ? other : null;
  return { index, org, node, patience, alsoTo, deed };
}

/** The same seed and size give the same plan, on every machine. */
export function makePlan(seed: number, size: PlanSize): Plan {
  const draw = drawFrom(seed);
  const { nodes, actionsPerRound } = size;
  const orgs = Array.from({ length: size.orgs }, (_, index) => drawOrg(draw, index));
  const rounds = Array.from({ length: size.rounds }, (_, round): Round => {
    const passMs = draw.oneOf(passes);
    const faults = drawFaults(draw, { ...size, actions: actionsPerRound });
    const first = round * actionsPerRound;
    const actions = Array.from({ length: actionsPerRound }, (__, at) => drawAction(draw, orgs, nodes, first + at));
    const copies = Array.from({ length: 7 }, () => draw.oneOf([0, 1, 1, 2, 3]));
    return { passMs, faults, actions, copies };
  });
  return { seed, nodes, orgs, rounds };
}
