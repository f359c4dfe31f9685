import type { UsageSum } from '../../services/credits/read-statement.ts';
import type { StatementMonth } from '../../services/credits/statement-month.ts';
import { timeText } from '../render.ts';

/** What usage with the same key comes to, signed. */
export interface SumOf<Key> {
  readonly key: Key;
  readonly entries: number;
  readonly amount: bigint;
}

/** Sums of usage by a key, in the order in which keys first occur. */
export function sumsBy<Key>(usage: readonly UsageSum[], keyOf: (sum: UsageSum) => Key): SumOf<Key>[] {
  const sums = new Map<string, SumOf<Key>>();
  for (const one of usage) {
    const key = keyOf(one);
    const name = JSON.stringify(key);
    const known = sums.get(name) ?? { key, entries: 0, amount: 0n };
    sums.set(name, { key, entries: known.entries + one.entries, amount: known.amount + one.amount });
  }
  return [...sums.values()];
}

/** An instant's date in a zone, YYYY-MM-DD. */
export function dateIn(timeZone: string, timeMs: number): string {
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', options).format(timeMs);
}

/** An instant in a zone, to the minute: YYYY-MM-DD HH:MM. */
export function minuteIn(timeZone: string, timeMs: number): string {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return `${dateIn(timeZone, timeMs)} ${new Intl.DateTimeFormat('en-GB', options).format(timeMs)}`;
}

export function monthMembers({ name, timeZone, fromMs, toMs }: StatementMonth): Record<string, string> {
  return { month: name, timezone: timeZone, from: timeText(fromMs), to: timeText(toMs) };
}
