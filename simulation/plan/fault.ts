import type { Draw } from '../../packages/server/test/gateway/support/draw.ts';
import type { CutPoint } from '../nodes/database-proxy.ts';

/** What goes wrong in a round. All but dead nodes and moved clocks are over with it. */
export type Fault =
  /** The node's next connection that comes to this point of a transaction is cut. */
  | { readonly kind: 'cut'; readonly node: number; readonly point: CutPoint }
  /** Everything that the node says to the database takes so much longer. */
  | { readonly kind: 'slow'; readonly node: number; readonly ms: number }
  /** The node dies once so many requests of the round were sent, and is there again after so many rounds. */
  | { readonly kind: 'kill'; readonly node: number; readonly afterSent: number; readonly rounds: number }
  /** No node reaches the database from the beginning of the round on, for so long. */
  | { readonly kind: 'unreachable'; readonly ms: number }
  /** All sessions of lanes are ended by the database once so many requests were sent. */
  | { readonly kind: 'sessions ended'; readonly afterSent: number }
  /** The database is killed without a warning once so many requests were sent, and starts again by itself. */
  | { readonly kind: 'database killed'; readonly afterSent: number }
  /** The node's clock is so far from the true one from now on. */
  | { readonly kind: 'clock'; readonly node: number; readonly skewMs: number };

const minuteMs = 60_000;
const skews = [-26 * 60, -120, -5, 0, 0, 3, 90, 24 * 60].map((minutes) => minutes * minuteMs);
const points: readonly CutPoint[] = ['before BEGIN', 'before COMMIT', 'after COMMIT'];

export interface FaultRules {
  readonly nodes: number;
  readonly actions: number;
  /** It is ours alone: nobody else's work ends with it. */
  readonly mayKillDatabase: boolean;
  /** The longest that a statement is held up; beyond two seconds the server gives it up. */
  readonly slowestMs: number;
}

function drawFault(draw: Draw, { nodes, actions, mayKillDatabase, slowestMs }: FaultRules): Fault {
  const node = draw.between(0, nodes - 1);
  const afterSent = draw.between(0, actions - 1);
  const point = draw.oneOf(points);
  const ms = draw.chance(0.2) ? slowestMs : draw.between(20, 150);
  const rounds = draw.between(1, 2);
  const skewMs = draw.oneOf(skews);
  const outageMs = draw.between(50, 400);
  const all: readonly Fault[] = [
    { kind: 'cut', node, point },
    { kind: 'cut', node, point },
    { kind: 'slow', node, ms },
    { kind: 'kill', node, afterSent, rounds },
    { kind: 'unreachable', ms: outageMs },
    { kind: 'sessions ended', afterSent },
    { kind: 'clock', node, skewMs },
    mayKillDatabase && draw.chance(0.3) ? { kind: 'database killed', afterSent } : { kind: 'clock', node, skewMs },
  ];
  return draw.oneOf(all);
}

/** In half of the rounds nothing goes wrong; in some, several things at once. */
export function drawFaults(draw: Draw, rules: FaultRules): Fault[] {
  const count = draw.oneOf([0, 0, 0, 1, 1, 2]);
  return Array.from({ length: count }, () => drawFault(draw, rules));
}
