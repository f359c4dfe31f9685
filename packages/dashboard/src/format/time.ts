/** A time in the chosen zone, to the minute. */
export function dateTime(text: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));
}

/** `24 Nov`. */
export function date(text: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(new Date(text));
}

/** `14:05`. */
export function timeOfDay(text: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(new Date(text));
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 hours ago` or `in 3 hours` under a day; the date beyond. `nowMs` is passed in, so that a list agrees with itself. */
export function ago(text: string, nowMs: number, timeZone: string): string {
  const passedMs = nowMs - Date.parse(text);
  const distanceMs = Math.abs(passedMs);
  if (distanceMs < 60_000) return passedMs < 0 ? 'in a moment' : 'just now';
  if (distanceMs >= 86_400_000) return dateTime(text, timeZone);
  const [unit, ms] = steps.find(([, stepMs]) => distanceMs >= stepMs) ?? steps[2];
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  return format.format(-Math.sign(passedMs) * Math.floor(distanceMs / ms), unit);
}

/** `1.2 s`, `3 min 20 s`, `2 h 5 min`: how long something took. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** `24 November 2026`. */
export function fullDate(text: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long' }).format(new Date(text));
}

/** `24 Nov, 14:05:09`: to the second, where what happened within a minute is told apart. */
export function exactTime(text: string, timeZone: string): string {
  const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(new Date(text));
}
