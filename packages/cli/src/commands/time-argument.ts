import { UsageError } from '../exit.ts';

/** A time from the command line in its wire form; a date is its first moment in UTC. Throws a UsageError. */
export function readTime(option: string, text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  if (!/^\d{4}-\d\d-\d\dT/.test(time) || Number.isNaN(Date.parse(time))) {
    throw new UsageError(`${option} takes a time such as 2026-11-23T08:00:00Z, or a date, not "${text}"`);
  }
  return time;
}

interface PeriodOptions {
  readonly from?: string;
  readonly to?: string;
}

/** What `--from` and `--to` were given, in the wire form. Throws a UsageError. */
export function readPeriod({ from, to }: PeriodOptions): Record<string, string> {
  return {
    ...(from === undefined ? {} : { from: readTime('--from', from) }),
    ...(to === undefined ? {} : { to: readTime('--to', to) }),
  };
}
