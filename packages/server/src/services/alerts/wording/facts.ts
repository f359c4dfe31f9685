import { type AlertWords, leftText } from './alert-words.ts';
import { windowText } from './times.ts';

/** A line of what is known: its name, and what it says. */
export type Fact = readonly [name: string, value: string];

function budgetFacts(words: AlertWords): Fact[] {
  const { windowStartMs, windowEndMs, owner } = words.alert;
  return [
    ['Spent', words.said('spent')],
    ['Reserved', words.said('reserved')],
    ['Left', leftText(words)],
    ['Limit', words.said('limit')],
    ['Window', windowText(words.fact('window'), windowStartMs, windowEndMs, words.timeZone)],
    ['Owner', owner ?? 'nobody'],
  ];
}

const amountNames: readonly Fact[] = [
  ['Cost', 'cost'],
  ['Usual', 'norm'],
  ['Balance', 'balance'],
  ['Tells below', 'low_balance'],
  ['Burned a day', 'burn_per_day'],
  ['Reserved', 'reserved'],
];

const factNames: readonly Fact[] = [
  ['Likely cause', 'cause_text'],
  ['Known from', 'known_from'],
  ['Days left', 'runway_days'],
  ['Tells below days', 'low_runway_days'],
  ['Reason', 'reason'],
  ['Failing since', 'since'],
  ['Run', 'run'],
  ['Reservation', 'reservation'],
  ['Record', 'record'],
];

/** What an alert says beyond its title, in the order in which it is shown. */
export function factsOf(words: AlertWords): Fact[] {
  const { alert } = words;
  if (alert.budgetId !== null) return budgetFacts(words);
  const amounts = amountNames.flatMap(([shown, name]): Fact[] =>
    words.amount(name) === null ? [] : [[shown, words.said(name)]],
  );
  const facts = factNames.flatMap(([shown, name]): Fact[] => {
    const value = words.fact(name);
    return value === undefined ? [] : [[shown, value]];
  });
  const agent: Fact[] = alert.agent === null ? [] : [['Agent', alert.agent]];
  const owner: Fact[] = alert.owner === null ? [] : [['Owner', alert.owner]];
  return [...agent, ...amounts, ...facts, ...owner];
}
