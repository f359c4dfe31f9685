import { oneOf } from '../../app/one-of.ts';

/** What the list of budgets shows, in its address. */
export interface BudgetsSearch {
  readonly name?: string | undefined;
  readonly per?: Per | undefined;
  readonly window?: Window | undefined;
  readonly near?: Near | undefined;
  readonly sort?: 'name' | 'newest' | undefined;
  readonly restricted?: true | undefined;
  /** The budget whose subjects are shown. */
  readonly open?: string | undefined;
}

export const pers = ['org', 'team', 'agent', 'workflow', 'connection', 'user', 'model', 'run'] as const;
export type Per = (typeof pers)[number];

export const windows = ['run', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'lifetime'] as const;
export type Window = (typeof windows)[number];

const nears = ['0.5', '0.7', '0.9', '1'] as const;
export type Near = (typeof nears)[number];

export function readBudgetsSearch(search: Record<string, unknown>): BudgetsSearch {
  const { name, open } = search;
  const per = oneOf(pers, search['per']);
  const window = oneOf(windows, search['window']);
  const near = oneOf(nears, search['near']);
  const sort = oneOf(['name', 'newest'] as const, search['sort']);
  return {
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(per === undefined ? {} : { per }),
    ...(window === undefined ? {} : { window }),
    ...(near === undefined ? {} : { near }),
    ...(sort === undefined ? {} : { sort }),
    ...(search['restricted'] === true ? { restricted: true } : {}),
    ...(typeof open === 'string' ? { open } : {}),
  };
}

export const budgetTabs = ['now', 'past', 'refusals', 'alerts', 'changes'] as const;
export type BudgetTab = (typeof budgetTabs)[number];

export interface BudgetSearch {
  readonly tab?: BudgetTab | undefined;
  /** Whose past windows are shown. */
  readonly subject?: string | undefined;
  readonly dialog?: 'delete' | undefined;
}

export function readBudgetSearch(search: Record<string, unknown>): BudgetSearch {
  const tab = oneOf(budgetTabs, search['tab']);
  const { subject, dialog } = search;
  return {
    ...(tab === undefined || tab === 'now' ? {} : { tab }),
    ...(typeof subject === 'string' && subject !== '' ? { subject } : {}),
    ...(dialog === 'delete' ? { dialog } : {}),
  };
}

/** The limit that a link proposes: from an alert, or from a refusal. */
export interface EditSearch {
  readonly limit?: string | undefined;
}

export function readEditSearch({ limit }: Record<string, unknown>): EditSearch {
  const text = typeof limit === 'number' ? String(limit) : limit;
  return typeof text === 'string' && /^\d{1,16}(\.\d{1,9})?$/.test(text) ? { limit: text } : {};
}
