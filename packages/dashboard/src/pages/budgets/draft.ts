import type { Body } from '@cofferdam/sdk';
import { figuresOf, type Unit } from '../../format/limit-figures.ts';
import type { Budget, BudgetBody } from './budgets.ts';
import type { Per, Window } from './budgets-search.ts';

export const matchDimensions = ['agent', 'team', 'workflow', 'connection', 'user', 'provider', 'model'] as const;
export type MatchDimension = (typeof matchDimensions)[number];

export type ActionKind = 'alert' | 'throttle' | 'pause' | 'block';

/** An action as it is typed. */
export interface ActionDraft {
  readonly at: string;
  readonly kind: ActionKind;
  readonly rate: string;
}

/** A budget as it is typed: texts, which the API judges. Shares are in per cent. */
export interface Draft {
  readonly name: string;
  readonly owner: string;
  readonly per: Per;
  readonly match: Readonly<Partial<Record<MatchDimension, readonly string[]>>>;
  readonly unit: Unit;
  readonly limit: string;
  readonly window: Window;
  readonly timezone: string;
  readonly isHard: boolean;
  readonly allowFree: boolean;
  readonly windDown: string;
  readonly thresholds: string;
  readonly actions: readonly ActionDraft[];
  readonly notify: readonly string[];
}

export const emptyDraft: Draft = {
  name: '',
  owner: '',
  per: 'agent',
  match: {},
  unit: 'usd',
  limit: '',
  window: 'day',
  timezone: 'UTC',
  isHard: true,
  allowFree: false,
  windDown: '',
  thresholds: '70, 90',
  actions: [],
  notify: [],
};

/** `92.5` as `0.925`, kept to the six decimals that a share has. */
function shareOfPercent(text: string): number {
  return Math.round(Number(text.trim() === '' ? Number.NaN : text) * 1e4) / 1e6;
}

function percentOf(share: number): string {
  return String(Math.round(share * 1e6) / 1e4);
}

function listOf(match: Budget['match'][string] | undefined): readonly string[] {
  if (match === undefined) return [];
  return typeof match === 'string' ? [match] : match;
}

/** A budget as the form shows it. */
export function draftOf(budget: Budget): Draft {
  const { unit, limit } = figuresOf(budget);
  const match = matchDimensions.map((dimension) => [dimension, listOf(budget.match[dimension])] as const);
  return {
    name: budget.name,
    owner: budget.owner ?? '',
    per: budget.per,
    match: Object.fromEntries(match.filter(([, values]) => values.length > 0)),
    unit,
    limit: String(limit),
    window: (budget.window ?? 'lifetime') as Window,
    timezone: budget.timezone,
    isHard: budget.enforcement === 'hard',
    allowFree: budget.allow_free,
    windDown: budget.wind_down === null ? '' : percentOf(budget.wind_down),
    thresholds: budget.thresholds.map(percentOf).join(', '),
    actions: budget.actions.map(({ at, do: kind, requests_per_minute: rate }) => ({
      at: percentOf(at),
      kind,
      rate: rate === undefined ? '' : String(rate),
    })),
    notify: budget.notify,
  };
}

/** Numbers are not made up here: what is none is sent as it was typed, and the API says so at its field. */
function countOf(text: string): number {
  return (/^\d+$/.test(text.trim()) ? Number(text) : text.trim()) as number;
}

function limitMember({ unit, limit }: Draft): Pick<BudgetBody, `limit_${Unit}`> {
  return unit === 'usd' ? { limit_usd: limit.trim() } : { [`limit_${unit}`]: countOf(limit) };
}

function matchOf({ match }: Draft): NonNullable<BudgetBody['match']> {
  return Object.fromEntries(Object.entries(match).filter(([, values]) => values.length > 0));
}

/** What may change of a budget that is there. */
type Changeable = NonNullable<Body<'PATCH /v1/budgets/{id}'>>;

function changeableOf(draft: Draft): Changeable & Pick<BudgetBody, 'name'> {
  const { name, owner, isHard, allowFree, windDown, thresholds, actions, notify } = draft;
  return {
    name: name.trim(),
    owner: owner.trim() === '' ? null : owner.trim(),
    ...limitMember(draft),
    enforcement: isHard ? 'hard' : 'soft',
    allow_free: allowFree,
    wind_down: windDown.trim() === '' || !isHard ? null : shareOfPercent(windDown),
    thresholds: thresholds
      .split(/[,;\s]+/)
      .filter((text) => text !== '')
      .map(shareOfPercent),
    actions: actions.map(({ at, kind, rate }) => ({
      at: shareOfPercent(at),
      do: kind,
      ...(kind === 'throttle' ? { requests_per_minute: countOf(rate) } : {}),
    })),
    notify,
  };
}

/** What is asked of the API for this draft. */
export function bodyOf(draft: Draft): BudgetBody {
  const { per, unit, window, timezone } = draft;
  return {
    ...changeableOf(draft),
    per,
    match: matchOf(draft),
    timezone,
    ...(unit === 'concurrent' ? {} : { window: per === 'run' ? 'run' : window }),
  };
}

/** Only what differs from the budget that is there. */
export function changesOf(draft: Draft, before: Budget): Changeable {
  const old = changeableOf(draftOf(before)) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(changeableOf(draft)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])),
  );
}

/** What a part of the form is given. */
export interface FormPartProps {
  readonly draft: Draft;
  readonly onChange: (next: Partial<Draft>) => void;
  readonly problems: ReadonlyMap<string, string>;
}
