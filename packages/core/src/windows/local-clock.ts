/**
 * The wall clock of one zone. A wall time is written as the epoch milliseconds that the same reading would have in UTC,
 * so that calendar arithmetic on it needs no zone.
 */
export interface LocalClock {
  /** What is added to `timeMs` to get the wall time, in milliseconds. */
  offsetMs(timeMs: number): number;
  /** The first instant at which the wall clock shows `wallMs` or later. */
  firstInstantMs(wallMs: number): number;
  /** The instant in (`fromMs`, `toMs`] at which the offset of `fromMs` ends, or null where it holds throughout. */
  changeMs(fromMs: number, toMs: number): number | null;
}

const SECOND_MS = 1000;

// Local mean times and the date line reach from -15:56 to +15:13, so an instant is never farther from its reading.
const FARTHEST_OFFSET_MS = 16 * 60 * 60 * SECOND_MS;

/** The clock of UTC, where every reading is its own instant. */
export const utcClock: LocalClock = {
  offsetMs: () => 0,
  firstInstantMs: (wallMs) => wallMs,
  changeMs: () => null,
};

/** The clock of an IANA zone. Throws a RangeError for a zone that the runtime does not know. */
export function createLocalClock(timeZone: string): LocalClock {
  const offsetMs = createOffset(timeZone);
  const changeMs = (fromMs: number, toMs: number) => findChangeMs(offsetMs, fromMs, toMs);
  return { offsetMs, changeMs, firstInstantMs: (wallMs) => findFirstInstantMs(offsetMs, changeMs, wallMs) };
}

type Offset = LocalClock['offsetMs'];

function createOffset(timeZone: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (timeMs) => readWallMs(format.format(timeMs)) - Math.floor(timeMs / SECOND_MS) * SECOND_MS;
}

const READING = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

function readWallMs(text: string): number {
  const match = READING.exec(text);
  if (match === null) throw new Error(`The runtime wrote a wall time in an unexpected form: ${text}`);
  const [month, day, year, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
}

// Bisects to the exact millisecond: zones change on whole seconds, but the ends given here need not be whole.
function findChangeMs(offsetMs: Offset, fromMs: number, toMs: number): number | null {
  const before = offsetMs(fromMs);
  if (offsetMs(toMs) === before) return null;
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

// Within one day of the reading there is at most one change. Before it the old offset decides, so a reading that the
// clock shows twice means its first time; in the gap of a change forward the first instant is the change itself.
function findFirstInstantMs(offsetMs: Offset, changeMs: LocalClock['changeMs'], wallMs: number): number {
  const fromMs = wallMs - FARTHEST_OFFSET_MS;
  const change = changeMs(fromMs, wallMs + FARTHEST_OFFSET_MS);
  const oldInstantMs = wallMs - offsetMs(fromMs);
  if (change === null || oldInstantMs < change) return oldInstantMs;
  return Math.max(change, wallMs - offsetMs(change));
}
