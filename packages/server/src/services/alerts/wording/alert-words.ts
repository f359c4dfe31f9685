import type { NewAlert } from '../alert.ts';
import { amountText } from './amounts.ts';

/** What an alert says of itself, for the texts: amounts and facts by name, with what is missing left out. */
export interface AlertWords {
  readonly alert: NewAlert;
  amount(name: string): bigint | null;
  /** "4.58 USD", or "unknown". */
  said(name: string): string;
  fact(name: string): string | undefined;
  /** Null where a part of it is not known. */
  readonly left: bigint | null;
  /** "agent support-bot", or "the org". */
  readonly subject: string;
  readonly budget: string;
  readonly timeZone: string;
}

function subjectText(alert: NewAlert): string {
  const { per } = alert.figures.facts;
  if (per === 'org') return 'the org';
  if (per !== undefined && alert.subject !== null) return `${per} ${alert.subject}`;
  return alert.agent === null ? (alert.subject ?? 'the org') : `agent ${alert.agent}`;
}

export function wordsOf(alert: NewAlert): AlertWords {
  const { unit, amounts, facts } = alert.figures;
  const amount = (name: string): bigint | null => {
    const text = amounts[name];
    return text === undefined ? null : BigInt(text);
  };
  const [limit, spent, reserved] = [amount('limit'), amount('spent'), amount('reserved')];
  return {
    alert,
    amount,
    said: (name) => {
      const value = amount(name);
      return value === null ? 'unknown' : amountText(unit, value);
    },
    fact: (name) => facts[name],
    left: limit === null || spent === null || reserved === null ? null : limit - spent - reserved,
    subject: subjectText(alert),
    budget: `budget ${alert.budgetName ?? alert.budgetId ?? 'unknown'}`,
    timeZone: facts['time_zone'] ?? 'UTC',
  };
}

/** What is left, or that it is unknown. */
export function leftText({ alert, left }: AlertWords): string {
  return left === null ? 'unknown' : amountText(alert.figures.unit, left);
}
