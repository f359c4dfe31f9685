import { markAmount } from '../alerts/budget-marks.ts';
import type { Budget } from '../budgets/budget.ts';
import type { Counter } from '../budgets/counter.ts';
import type { CounterMove, Decision, Effects } from '../ledger/effects.ts';
import { movements } from '../ledger/movements.ts';
import { recordId } from '../ledger/record-id.ts';
import type { LedgerState } from '../ledger/state.ts';
import type { Pause } from './pause.ts';
import type { Restriction } from './restriction.ts';
import { minuteStart, type ActionKind, type BudgetAction, type Restraint, type TakenAction } from './restraint.ts';

/** What a counter's charge brings about. */
export interface Taken {
  readonly restraint: Restraint;
  readonly restrictions: readonly Restriction[];
  readonly pauses: readonly Pause[];
}

/** A charge of a counter: what was spent before and after it, and whose it was, where that is known. */
export interface Crossing {
  readonly before: bigint;
  readonly after: bigint;
  readonly agent: string | null;
  readonly timeMs: number;
  readonly newId: () => string;
}

type Acting = BudgetAction & { readonly kind: ActionKind };

function isActing(action: BudgetAction): action is Acting {
  return action.kind !== 'alert';
}

function isTaken(taken: readonly TakenAction[], { atPpm, kind, requestsPerMinute }: Acting): boolean {
  return taken.some((one) => one.atPpm === atPpm && one.kind === kind && one.requestsPerMinute === requestsPerMinute);
}

type Place = Pick<Counter, 'subject' | 'windowStartMs' | 'windowEndMs' | 'restraint'>;

function restrictionOf(budget: Budget, place: Place, action: Acting, { agent, timeMs, newId }: Crossing): Restriction {
  const { subject, windowStartMs, windowEndMs } = place;
  const { kind, atPpm, requestsPerMinute } = action;
  return {
    id: newId(),
    budgetId: budget.id,
    budgetName: budget.name,
    limitVersion: budget.limitVersion,
    subject,
    windowStartMs,
    windowEndMs,
    kind,
    atPpm,
    requestsPerMinute,
    agent: kind === 'pause' ? agent : null,
    takenMs: timeMs,
  };
}

function pauseOf(restriction: Restriction): Pause[] {
  const { id: restrictionId, agent, takenMs: atMs, windowEndMs: untilMs, budgetId, budgetName, atPpm } = restriction;
  if (agent === null) return [];
  const reason = `${atPpm / 10_000} % of the limit was reached`;
  const cause = { kind: 'budget', restrictionId, budgetId, budgetName } as const;
  return [{ agent, atMs, untilMs, by: `budget ${budgetName}`, reason, cause }];
}

/**
 * The actions whose share a charge reaches, each once under one version of the limit; null where there are none. Where
 * nobody can be paused, since it is not known whose charge it was, nobody is.
 */
export function takeActions(budget: Budget, place: Place, crossing: Crossing): Taken | null {
  const known = place.restraint?.limitVersion === budget.limitVersion ? place.restraint : null;
  const whose = { ...crossing, agent: budget.per === 'agent' ? place.subject : crossing.agent };
  const due = budget.actions.filter(isActing).filter((action) => {
    const amount = markAmount(budget.limit, action.atPpm);
    if (crossing.before >= amount || crossing.after < amount || isTaken(known?.taken ?? [], action)) return false;
    return action.kind !== 'pause' || whose.agent !== null;
  });
  if (due.length === 0) return null;
  const restrictions = due.map((action) => restrictionOf(budget, place, action, whose));
  const taken = restrictions.map(({ id, atPpm, kind, requestsPerMinute }): TakenAction => ({
    id,
    atPpm,
    kind,
    requestsPerMinute,
    lifted: false,
  }));
  const counted = known ?? { minuteStartMs: minuteStart(crossing.timeMs), used: 0 };
  const { minuteStartMs, used } = counted;
  return {
    restraint: { limitVersion: budget.limitVersion, taken: [...(known?.taken ?? []), ...taken], minuteStartMs, used },
    restrictions,
    pauses: restrictions.flatMap(pauseOf),
  };
}

// Asked for with each decision; a change of any budget makes a new list of them.
const acting = new WeakMap<readonly Budget[], ReadonlyMap<string, Budget>>();

function actingBudgets(budgets: readonly Budget[]): ReadonlyMap<string, Budget> {
  const known = acting.get(budgets);
  if (known !== undefined) return known;
  // Of a limit of nothing there are no shares.
  const byId = new Map(
    budgets.filter(({ actions, limit }) => limit > 0n && actions.some(isActing)).map((budget) => [budget.id, budget]),
  );
  acting.set(budgets, byId);
  return byId;
}

function withTaken(effects: Effects, moves: readonly CounterMove[], all: readonly Taken[]): Effects {
  return {
    ...effects,
    counters: [...(effects.counters ?? []), ...moves],
    restrictions: all.flatMap(({ restrictions }) => restrictions),
    pauses: all.flatMap(({ pauses }) => pauses),
  };
}

/** A decision with the actions that its charges bring about: they are taken with the charge, or not at all. */
export function withActions(state: LedgerState, decision: Decision): Decision {
  const { effects } = decision;
  if (effects === null || effects.counters === undefined) return decision;
  const budgets = actingBudgets(state.budgets);
  if (budgets.size === 0) return decision;
  const agent = effects.usage?.[0]?.dimensions.agent ?? null;
  let index = 0;
  const newId = (): string => recordId(state.timeMs, state.seq + 1, index++);
  const moves: CounterMove[] = [];
  const all: Taken[] = [];
  for (const { key, counter, spent } of movements(effects.counters)) {
    const budget = spent > 0n ? budgets.get(counter.budgetId) : undefined;
    if (budget === undefined) continue;
    const crossing = { before: counter.spent, after: counter.spent + spent, agent, timeMs: state.timeMs, newId };
    const taken = takeActions(budget, counter, crossing);
    if (taken === null) continue;
    all.push(taken);
    moves.push({ key, counter, spent: 0n, reserved: 0n, restraint: taken.restraint });
  }
  return all.length === 0 ? decision : { ...decision, effects: withTaken(effects, moves, all) };
}
