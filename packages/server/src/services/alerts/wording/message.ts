import type { NewAlert, Severity } from '../alert.ts';
import { type AlertWords, leftText, wordsOf } from './alert-words.ts';
import { shareText } from './amounts.ts';
import { type Fact, factsOf } from './facts.ts';
import { nextStepOf } from './next-step.ts';
import { windowText } from './times.ts';
import { titleOf } from './title.ts';

/** A message about one alert or several of a group, before it is put into the form of a channel. */
export interface WordedMessage {
  readonly severity: Severity;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** A line for each alert where there are several. */
  readonly items: readonly string[];
  readonly next: string;
}

const plurals: { readonly [per: string]: string } = {
  agent: 'agents',
  team: 'teams',
  workflow: 'workflows',
  connection: 'connections',
  user: 'users',
  model: 'models',
  run: 'runs',
};

function isOfBudget({ alert }: AlertWords): boolean {
  return alert.budgetId !== null;
}

function itemOf(words: AlertWords): string {
  if (!isOfBudget(words)) return titleOf(words);
  const name = words.alert.subject ?? words.subject;
  return `${name}: spent ${words.said('spent')}, reserved ${words.said('reserved')}, left ${leftText(words)}`;
}

function groupTitle(first: AlertWords, count: number): string {
  const { type, thresholdPpm } = first.alert;
  const subjects = `${count} ${plurals[first.fact('per') ?? ''] ?? 'subjects'}`;
  switch (type) {
    case 'budget_threshold':
      return `${subjects} have used ${shareText(thresholdPpm ?? 0)} or more of ${first.said('limit')} of ${first.budget}`;
    case 'budget_exhausted':
      return `${subjects} have used up ${first.said('limit')} of ${first.budget}`;
    case 'budget_refused':
      return `${subjects} were refused by ${first.budget}`;
    case 'budget_overrun_projected':
      return `${subjects} are on course to exceed ${first.said('limit')} of ${first.budget}`;
    case 'anomaly':
      return `${count} charges, runs or loops are out of character`;
    case 'reservation_expired':
      return `${count} reservations expired undelivered`;
    case 'model_unpriced':
      return `There is no price for ${count} models`;
    case 'channel_failing':
      return `${count} channels are failing`;
    case 'wallet_low':
    case 'wallet_empty':
      return titleOf(first);
  }
}

function groupFacts(first: AlertWords): Fact[] {
  if (!isOfBudget(first)) return [];
  const { windowStartMs, windowEndMs, owner } = first.alert;
  return [
    ['Limit of each', first.said('limit')],
    ['Window', windowText(first.fact('window'), windowStartMs, windowEndMs, first.timeZone)],
    ['Owner', owner ?? 'nobody'],
  ];
}

/** What happens next to all of a group: the sentence of one of them, said of each. */
function groupNext(first: AlertWords): string {
  return nextStepOf({
    ...first,
    subject: first.fact('per') === undefined ? first.subject : `each ${first.fact('per')}`,
  });
}

/** Puts alerts of one group into words; there is at least one. */
export function wordMessage(alerts: readonly NewAlert[], isReminder: boolean): WordedMessage {
  const all = alerts.map(wordsOf);
  const first = all[0]!;
  const isOne = all.length === 1;
  const title = isOne ? titleOf(first) : groupTitle(first, all.length);
  return {
    severity: first.alert.severity,
    title: isReminder ? `Still open: ${title}` : title,
    facts: isOne ? factsOf(first) : groupFacts(first),
    items: isOne ? [] : all.map(itemOf),
    next: isOne ? nextStepOf(first) : groupNext(first),
  };
}

/** As many lines as fit into `maxLength` characters, with how many were left out. */
export function boundedItems(items: readonly string[], maxLength: number): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    length += item.length + 3;
    if (length > maxLength) return [...shown, `and ${items.length - shown.length} more: GET /v1/alerts has them all`];
    shown.push(item);
  }
  return shown;
}

/** A message as plain text, without its title: at most some 4,000 characters. */
export function plainText({ facts, items, next }: WordedMessage, maxItemsLength = 3_000): string {
  const lines = boundedItems(items, maxItemsLength).map((item) => `- ${item}`);
  const list = lines.length === 0 ? [] : ['', ...lines];
  return [...facts.map(([name, value]) => `${name}: ${value}`), ...list, '', next].join('\n').trim();
}
