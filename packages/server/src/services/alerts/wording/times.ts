function parts(timeMs: number, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
}

function dateText(timeMs: number, timeZone: string): string {
  const { year, month, day } = parts(timeMs, timeZone);
  return `${year}-${month}-${day}`;
}

/** "2026-11-24 00:00 (Europe/Berlin)". */
export function momentText(timeMs: number, timeZone: string): string {
  const { hour, minute } = parts(timeMs, timeZone);
  return `${dateText(timeMs, timeZone)} ${hour}:${minute} (${timeZone})`;
}

/** A window as people read it, with its end: "day 2026-11-23, ends 2026-11-24 00:00 (Europe/Berlin)". */
export function windowText(
  window: string | undefined,
  startMs: number | null,
  endMs: number | null,
  timeZone: string,
): string {
  if (window === undefined) return 'none';
  if (window === 'run') return 'the run';
  if (endMs === null || startMs === null) return 'all time, which does not end';
  const isShort = window === 'minute' || window === 'hour';
  const start = isShort
    ? `${window} from ${momentText(startMs, timeZone)}`
    : `${window} ${fromText(window, startMs, timeZone)}`;
  return `${start}, ends ${momentText(endMs, timeZone)}`;
}

function fromText(window: string, startMs: number, timeZone: string): string {
  return window === 'day' ? dateText(startMs, timeZone) : `from ${dateText(startMs, timeZone)}`;
}
