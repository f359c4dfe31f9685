/** What a budget does at a share of its limit; `alert` tells, as a threshold does. */
export interface BudgetAction {
  readonly atPpm: number;
  readonly kind: 'alert' | ActionKind;
  /** Of a throttle; null for the others. */
  readonly requestsPerMinute: number | null;
}

export type ActionKind = 'throttle' | 'pause' | 'block';

/** An action that a counter has brought about. Lifted, it holds nobody any more, and is not taken again. */
export interface TakenAction {
  readonly id: string;
  readonly atPpm: number;
  readonly kind: ActionKind;
  readonly requestsPerMinute: number | null;
  readonly lifted: boolean;
}

/** What a counter has brought about under one version of its limit, and how many calls its throttle let through. */
export interface Restraint {
  readonly limitVersion: number;
  readonly taken: readonly TakenAction[];
  /** The minute that `used` counts. */
  readonly minuteStartMs: number;
  readonly used: number;
}

const minuteMs = 60_000;

export function minuteStart(timeMs: number): number {
  return Math.floor(timeMs / minuteMs) * minuteMs;
}

interface Versioned {
  readonly version: number;
}

interface Restrained {
  readonly restraint: Restraint | null;
}

/** The actions that hold: another limit is another policy, which begins anew. */
export function heldBy({ version }: Versioned, { restraint }: Restrained): readonly TakenAction[] {
  if (restraint === null || restraint.limitVersion !== version) return [];
  return restraint.taken.filter(({ lifted }) => !lifted);
}

/** The action that refuses every call, or null. */
export function blockOf(limit: Versioned, counter: Restrained): TakenAction | null {
  return heldBy(limit, counter).find(({ kind }) => kind === 'block') ?? null;
}

/** The tightest throttle, or null. */
export function throttleOf(limit: Versioned, counter: Restrained): TakenAction | null {
  let tightest: TakenAction | null = null;
  for (const action of heldBy(limit, counter)) {
    if (action.requestsPerMinute === null) continue;
    if (tightest === null || action.requestsPerMinute < tightest.requestsPerMinute!) tightest = action;
  }
  return tightest;
}

/** How many calls the throttle let through in the minute of `timeMs`. */
function usedInMinute({ minuteStartMs, used }: Restraint, timeMs: number): number {
  return minuteStartMs === minuteStart(timeMs) ? used : 0;
}

/** The throttle that has no call left in this minute, or null. */
export function fullThrottle(limit: Versioned, counter: Restrained, timeMs: number): TakenAction | null {
  const throttle = throttleOf(limit, counter);
  if (throttle === null || counter.restraint === null) return null;
  return usedInMinute(counter.restraint, timeMs) < throttle.requestsPerMinute! ? null : throttle;
}

/** The counter's restraint with one more call in this minute; undefined where nothing throttles it. */
export function withOneCall(limit: Versioned, counter: Restrained, timeMs: number): Restraint | undefined {
  if (counter.restraint === null || throttleOf(limit, counter) === null) return undefined;
  const used = usedInMinute(counter.restraint, timeMs) + 1;
  return { ...counter.restraint, minuteStartMs: minuteStart(timeMs), used };
}
