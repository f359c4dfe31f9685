/** A time in the chosen zone, to the minute. */
function dateTime(text: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));
}

export function date(text: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(new Date(text));
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 hours ago` under a day; the date beyond. `nowMs` is passed in, so that a list agrees with itself. */
export function ago(text: string, nowMs: number, timeZone: string): string {
  const passedMs = nowMs - Date.parse(text);
  if (passedMs < 60_000) return 'just now';
  if (passedMs >= 86_400_000) return dateTime(text, timeZone);
  const [unit, ms] = steps.find(([, stepMs]) => passedMs >= stepMs) ?? steps[2];
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(-Math.floor(passedMs / ms), unit);
}
