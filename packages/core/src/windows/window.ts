import { type CalendarKind, nextPeriodStartMs, periodStartMs } from './calendar.ts';
import { createLocalClock, type LocalClock, utcClock } from './local-clock.ts';
import type { Window, WindowKind } from './window-kind.ts';

export { type Window, WINDOW_KINDS, type WindowKind } from './window-kind.ts';

const LENGTH_MS = { minute: 60_000, hour: 3_600_000 } as const;

const ENDLESS: Window = { startMs: 0, endMs: null };

interface Zone {
  readonly clock: LocalClock;
  /** The window of each kind that was asked for last; nearly every question is about the same one again. */
  readonly last: Map<WindowKind, Window>;
}

// Remembers what is costly to make and always comes out the same, so that windowAt stays a pure function in effect.
const zones = new Map<string, Zone>();

// There are about 600 zone names. The runtime also takes them in other letter cases, which must not fill the memory.
const MAX_ZONES = 2000;

/**
 * The window of a kind around an instant, in the calendar and on the clock of an IANA zone.
 *
 * Windows of a kind and zone follow each other without gap or overlap. A day, week (from Monday), month, quarter or
 * year begins at the first instant at which the local date is in it: that is not always a midnight, since some zones
 * skip midnight when their clocks go forward, and a day that a zone skipped has no window. An hour or minute is one of
 * the local clock; where clocks go back, the hour that is shown twice is two windows. `run` and `lifetime` begin at 0
 * and never end.
 *
 * Times are epoch milliseconds. Throws a RangeError for a zone that the runtime does not know; see `isTimeZone`.
 */
export function windowAt(kind: WindowKind, timeZone: string, timeMs: number): Window {
  if (kind === 'run' || kind === 'lifetime') return ENDLESS;
  const zone = zoneOf(timeZone);
  const last = zone.last.get(kind);
  if (last !== undefined && last.startMs <= timeMs && last.endMs !== null && timeMs < last.endMs) return last;
  const window =
    kind === 'hour' || kind === 'minute'
      ? clockWindow(zone.clock, LENGTH_MS[kind], timeMs)
      : calendarWindow(zone.clock, kind, timeMs);
  zone.last.set(kind, window);
  return window;
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const zone = { clock: timeZone === 'UTC' ? utcClock : createLocalClock(timeZone), last: new Map() };
  if (zones.size >= MAX_ZONES) zones.clear();
  zones.set(timeZone, zone);
  return zone;
}

// A change of the clock in the middle ends one window and begins the next: the reading on the other side of it belongs
// to another hour, or to the same hour shown for the second time.
function clockWindow(clock: LocalClock, lengthMs: number, timeMs: number): Window {
  const offsetMs = clock.offsetMs(timeMs);
  const wallMs = timeMs + offsetMs;
  const startMs = Math.floor(wallMs / lengthMs) * lengthMs - offsetMs;
  const endMs = startMs + lengthMs;
  return { startMs: clock.changeMs(startMs, timeMs) ?? startMs, endMs: clock.changeMs(timeMs, endMs) ?? endMs };
}

// Clocks that go back over midnight show the old date again for a while after the new day has begun. That while belongs
// to the new day, or an instant would have two windows; hence the step to the next period.
function calendarWindow(clock: LocalClock, kind: CalendarKind, timeMs: number): Window {
  let startWallMs = periodStartMs(kind, timeMs + clock.offsetMs(timeMs));
  let endWallMs = nextPeriodStartMs(kind, startWallMs);
  if (timeMs >= clock.firstInstantMs(endWallMs)) {
    startWallMs = endWallMs;
    endWallMs = nextPeriodStartMs(kind, startWallMs);
  }
  return { startMs: clock.firstInstantMs(startWallMs), endMs: clock.firstInstantMs(endWallMs) };
}
