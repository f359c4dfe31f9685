import { percent } from '../../format/count.ts';
import { amountText, figuresOf, type Limited } from '../../format/limit-figures.ts';

interface Action {
  readonly at: number;
  readonly do: string;
  readonly requests_per_minute?: number;
}

/** What every budget says of itself, whether it is there or only proposed. */
export interface BudgetTerms extends Limited {
  readonly per: string;
  readonly match?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly window?: string | null;
  readonly timezone?: string;
  readonly enforcement?: string;
  readonly actions?: readonly Action[];
}

const windowWords: Readonly<Record<string, string>> = {
  hour: 'an hour',
  lifetime: 'in all',
};

export const windowNames = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'lifetime'] as const;

/** `a day`, `an hour`, `in all`. */
export function windowText(window: string): string {
  return windowWords[window] ?? `a ${window}`;
}

/** `agent a or b, team red`: whom it is kept to. */
function matchText(match: BudgetTerms['match'] = {}): string {
  return Object.entries(match)
    .flatMap(([dimension, value]) => {
      const values = typeof value === 'string' ? [value] : (value ?? []);
      return values.length === 0 ? [] : [`${dimension} ${values.join(' or ')}`];
    })
    .join(', ');
}

/** `each agent of team red`, `the org`: whose spend it counts. */
export function whoText({ per, match }: BudgetTerms): string {
  const kept = matchText(match);
  const who = per === 'org' ? 'the org' : `each ${per}`;
  return kept === '' ? who : `${who}, only ${kept}`;
}

/** `$10.00 a day (Europe/Berlin)`. */
export function limitOf(terms: BudgetTerms): string {
  const { unit, limit } = figuresOf(terms);
  const amount = amountText(unit, limit);
  const { window, timezone = 'UTC' } = terms;
  if (window === undefined || window === null) return amount;
  const zone = timezone === 'UTC' || window === 'run' || window === 'lifetime' ? '' : ` (${timezone})`;
  return `${amount} ${windowText(window)}${zone}`;
}

/** A budget in one line. */
export function budgetLine(terms: BudgetTerms): string {
  const { enforcement, actions = [] } = terms;
  const soft = enforcement === 'soft' ? ['tells, refuses nothing'] : [];
  return [whoText(terms), limitOf(terms), ...soft, ...actions.map(actionText)].join(' · ');
}

/** `at 90 % throttle to 10 requests a minute`. */
export function actionText({ at, do: kind, requests_per_minute: rate }: Action): string {
  const what = kind === 'throttle' ? `throttle to ${rate ?? 0} requests a minute` : kind;
  return `at ${percent(at)} ${what}`;
}

const pastOf: Readonly<Record<string, string>> = { throttle: 'throttled', pause: 'paused', block: 'blocked' };

/** `blocked`, `throttled to 10 requests a minute`: what holds somebody. */
export function heldText({ do: kind, requests_per_minute: rate }: { do: string; requests_per_minute?: number | null }) {
  const past = pastOf[kind] ?? kind;
  return kind === 'throttle' ? `${past} to ${rate ?? 0} requests a minute` : past;
}
