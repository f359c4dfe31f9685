import type { Budget, Dimensions, Per } from '../../../src/budgets/index.ts';
import type { WindowKind } from '../../../src/windows/index.ts';

/** Something that a limit counts: a reservation that is open, or a charge. */
export interface Counted {
  readonly labels: Dimensions;
  readonly run: string;
  /** The time by which budgets count it. */
  readonly atMs: number;
  readonly usd: bigint;
  readonly tokens: bigint;
  readonly requests: bigint;
  readonly concurrent: bigint;
}

/** One limit on one subject in one window. */
export interface NaiveLimit {
  readonly id: string;
  readonly per: Per;
  readonly subject: string;
  readonly startMs: number;
  readonly window: WindowKind;
  readonly unit: Budget['unit'];
  readonly amount: bigint;
  readonly hard: boolean;
  readonly allowFree: boolean;
  /** What is kept of the amount for a last call. */
  readonly allowance: bigint;
}

export interface NaiveRun {
  readonly id: string;
  readonly agent: string;
  readonly workflow: string | null;
  readonly parent: string | null;
  readonly cap: bigint | null;
  readonly status: string | null;
}

const naiveRunCapId = '00000000-0000-0000-0000-000000000000';

/** When the window of a kind began, on the UTC calendar. */
export function naiveWindowStart(kind: WindowKind, atMs: number): number {
  const at = new Date(atMs);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (kind === 'minute') return Date.UTC(year, month, day, at.getUTCHours(), at.getUTCMinutes());
  if (kind === 'hour') return Date.UTC(year, month, day, at.getUTCHours());
  if (kind === 'day') return Date.UTC(year, month, day);
  if (kind === 'week') return Date.UTC(year, month, day - ((at.getUTCDay() + 6) % 7));
  if (kind === 'month') return Date.UTC(year, month, 1);
  if (kind === 'quarter') return Date.UTC(year, month - (month % 3), 1);
  return kind === 'year' ? Date.UTC(year, 0, 1) : 0;
}

/** The run and its ancestors, by walking up. */
export function naivePath(runs: readonly NaiveRun[], run: string): string[] {
  const path: string[] = [];
  for (let id: string | null = run; id !== null; id = runs.find((one) => one.id === id)?.parent ?? null) path.push(id);
  return path;
}

function canonicalModel({ provider, model }: Dimensions): string | null {
  if (model === null) return null;
  return provider === null ? model : `${provider}/${model}`;
}

function passesFilters(budget: Budget, labels: Dimensions): boolean {
  for (const [name, wanted] of Object.entries(budget.match)) {
    const names = [labels[name as keyof Dimensions], name === 'model' ? canonicalModel(labels) : null];
    if (!names.some((one) => one !== null && wanted.includes(one))) return false;
  }
  return true;
}

function subjects(budget: Budget, labels: Dimensions, path: readonly string[]): readonly (string | null)[] {
  if (budget.per === 'run') return path;
  if (budget.per === 'org') return ['org'];
  return [budget.per === 'model' ? canonicalModel(labels) : labels[budget.per]];
}

/** Every limit that something counts towards. */
export function naiveLimits(
  budgets: readonly Budget[],
  runs: readonly NaiveRun[],
  one: Pick<Counted, 'labels' | 'run' | 'atMs'>,
): NaiveLimit[] {
  const limits: NaiveLimit[] = [];
  const path = naivePath(runs, one.run);
  for (const subject of path) {
    const cap = runs.find(({ id }) => id === subject)?.cap ?? null;
    if (cap === null) continue;
    const ofRun = { id: naiveRunCapId, per: 'run', subject, startMs: 0, window: 'run', unit: 'usd' } as const;
    limits.push({ ...ofRun, amount: cap, hard: true, allowFree: false, allowance: 0n });
  }
  for (const budget of budgets) {
    const startMs = budget.unit === 'concurrent' ? 0 : naiveWindowStart(budget.window, one.atMs);
    if (!passesFilters(budget, one.labels)) continue;
    if (budget.unit !== 'concurrent' && startMs < budget.countsFromMs) continue;
    for (const subject of subjects(budget, one.labels, path)) {
      if (subject === null) continue;
      const { id, per, window, unit, allowFree } = budget;
      const hard = budget.enforcement === 'hard';
      const allowance = BigInt(Math.floor((Number(budget.limit) * (budget.windDownPpm ?? 0)) / 1e6));
      limits.push({ id, per, subject, startMs, window, unit, amount: budget.limit, hard, allowFree, allowance });
    }
  }
  return limits;
}

export function limitName(limit: Pick<NaiveLimit, 'id' | 'subject' | 'startMs'>): string {
  return `${limit.id} ${limit.startMs} ${limit.subject}`;
}
