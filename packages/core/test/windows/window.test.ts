import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Window, windowAt, WINDOW_KINDS, type WindowKind } from '../../src/windows/index.ts';

const HOUR_MS = 3_600_000;

function at(time: string): number {
  return Date.parse(time);
}

// The last window of a kind and zone is remembered; asking for another one first makes sure that it is worked out.
function freshWindow(kind: WindowKind, zone: string, timeMs: number): Window {
  windowAt(kind, zone, 0);
  return windowAt(kind, zone, timeMs);
}

function window(kind: WindowKind, zone: string, time: string): [string, string] {
  const { startMs, endMs } = freshWindow(kind, zone, at(time));
  if (endMs === null) throw new Error(`a ${kind} should end`);
  return [new Date(startMs).toISOString().replace('.000Z', 'Z'), new Date(endMs).toISOString().replace('.000Z', 'Z')];
}

describe('windowAt in UTC', () => {
  it.each<[WindowKind, string, string, string]>([
    ['minute', '2026-11-23T16:19:05.123Z', '2026-11-23T16:19:00Z', '2026-11-23T16:20:00Z'],
    ['hour', '2026-11-23T16:19:05Z', '2026-11-23T16:00:00Z', '2026-11-23T17:00:00Z'],
    ['day', '2026-11-23T16:19:05Z', '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
    ['day', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
    ['day', '2026-11-23T23:59:59.999Z', '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
    ['week', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['week', '2026-11-22T23:59:59Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['week', '2026-01-01T12:00:00Z', '2025-12-29T00:00:00Z', '2026-01-05T00:00:00Z'],
    ['month', '2024-02-29T12:00:00Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['month', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['quarter', '2026-11-23T00:00:00Z', '2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['quarter', '2026-03-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    ['year', '2026-11-23T00:00:00Z', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('the %s of %s runs from %s to %s', (kind, time, start, end) => {
    expect(window(kind, 'UTC', time)).toEqual([start, end]);
  });

  it.each<[WindowKind]>([['run'], ['lifetime']])('%s begins at 0 and never ends', (kind) => {
    expect(windowAt(kind, 'Europe/Berlin', at('2026-11-23T16:19:05Z'))).toEqual({ startMs: 0, endMs: null });
  });
});

// Changes of clocks as published in the IANA time zone database (tzdata), in UTC.
describe('windowAt where clocks change', () => {
  it.each<[string, string, WindowKind, string, string, string]>([
    [
      '23 hours of spring',
      'Europe/Berlin',
      'day',
      '2026-03-29T12:00:00Z',
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
    ],
    [
      '25 hours of autumn',
      'Europe/Berlin',
      'day',
      '2026-10-25T12:00:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ],
    [
      'spring within a month',
      'Europe/Berlin',
      'month',
      '2026-03-10T00:00:00Z',
      '2026-02-28T23:00:00Z',
      '2026-03-31T22:00:00Z',
    ],
    [
      'autumn within a quarter',
      'Europe/Berlin',
      'quarter',
      '2026-11-23T00:00:00Z',
      '2026-09-30T22:00:00Z',
      '2026-12-31T23:00:00Z',
    ],
    [
      'a repeated hour, first',
      'Europe/Berlin',
      'hour',
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:00:00Z',
      '2026-10-25T01:00:00Z',
    ],
    [
      'a repeated hour, second',
      'Europe/Berlin',
      'hour',
      '2026-10-25T01:30:00Z',
      '2026-10-25T01:00:00Z',
      '2026-10-25T02:00:00Z',
    ],
    ['spring', 'America/New_York', 'day', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['autumn', 'America/New_York', 'week', '2026-11-01T12:00:00Z', '2026-10-26T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['a half-hour zone', 'Asia/Kolkata', 'day', '2026-11-23T18:29:59Z', '2026-11-22T18:30:00Z', '2026-11-23T18:30:00Z'],
    [
      'a half-hour zone',
      'Asia/Kolkata',
      'hour',
      '2026-11-23T16:19:00Z',
      '2026-11-23T15:30:00Z',
      '2026-11-23T16:30:00Z',
    ],
    [
      'a 45-minute zone',
      'Asia/Kathmandu',
      'hour',
      '2026-11-23T16:19:00Z',
      '2026-11-23T16:15:00Z',
      '2026-11-23T17:15:00Z',
    ],
    [
      'a 45-minute zone',
      'Asia/Kathmandu',
      'day',
      '2026-11-23T16:19:00Z',
      '2026-11-22T18:15:00Z',
      '2026-11-23T18:15:00Z',
    ],
    [
      'half an hour back, before',
      'Australia/Lord_Howe',
      'hour',
      '2026-04-04T14:59:00Z',
      '2026-04-04T14:00:00Z',
      '2026-04-04T15:00:00Z',
    ],
    [
      'half an hour back, after',
      'Australia/Lord_Howe',
      'hour',
      '2026-04-04T15:10:00Z',
      '2026-04-04T15:00:00Z',
      '2026-04-04T15:30:00Z',
    ],
    [
      'half an hour forward',
      'Australia/Lord_Howe',
      'hour',
      '2026-10-03T15:40:00Z',
      '2026-10-03T15:30:00Z',
      '2026-10-03T16:00:00Z',
    ],
    [
      '24.5 hours',
      'Australia/Lord_Howe',
      'day',
      '2026-04-05T00:00:00Z',
      '2026-04-04T13:00:00Z',
      '2026-04-05T13:30:00Z',
    ],
    ['no midnight', 'America/Havana', 'day', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['midnight twice', 'America/Havana', 'day', '2026-11-01T05:30:00Z', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['no midnight', 'America/Santiago', 'day', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
    [
      'back over midnight',
      'America/Santiago',
      'day',
      '2026-04-05T03:30:00Z',
      '2026-04-04T03:00:00Z',
      '2026-04-05T04:00:00Z',
    ],
    [
      'the day before a skipped day',
      'Pacific/Apia',
      'day',
      '2011-12-30T09:59:59Z',
      '2011-12-29T10:00:00Z',
      '2011-12-30T10:00:00Z',
    ],
    [
      'the day after a skipped day',
      'Pacific/Apia',
      'day',
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-31T10:00:00Z',
    ],
    [
      'a week of six days',
      'Pacific/Apia',
      'week',
      '2011-12-28T00:00:00Z',
      '2011-12-26T10:00:00Z',
      '2012-01-01T10:00:00Z',
    ],
    [
      'one minute past midnight',
      'America/St_Johns',
      'day',
      '2008-11-02T02:30:30Z',
      '2008-11-02T02:30:00Z',
      '2008-11-03T03:30:00Z',
    ],
    [
      'the old date again',
      'America/St_Johns',
      'day',
      '2008-11-02T03:00:00Z',
      '2008-11-02T02:30:00Z',
      '2008-11-03T03:30:00Z',
    ],
    [
      'an hour of one minute',
      'America/St_Johns',
      'hour',
      '2008-11-02T02:30:30Z',
      '2008-11-02T02:30:00Z',
      '2008-11-02T02:31:00Z',
    ],
    [
      'the hour before it again',
      'America/St_Johns',
      'hour',
      '2008-11-02T02:31:00Z',
      '2008-11-02T02:31:00Z',
      '2008-11-02T03:30:00Z',
    ],
    [
      'an odd local mean time',
      'Africa/Monrovia',
      'day',
      '1970-01-02T00:00:00Z',
      '1970-01-01T00:44:30Z',
      '1970-01-02T00:44:30Z',
    ],
  ])('%s: %s, the %s of %s runs from %s to %s', (_, zone, kind, time, ...expected) => {
    expect(window(kind, zone, time)).toEqual(expected);
  });

  it('gives the skipped 30 December 2011 of Apia no window', () => {
    const day = windowAt('day', 'Pacific/Apia', at('2011-12-30T09:00:00Z'));
    expect(localDate('Pacific/Apia', day.startMs)).toBe('2011-12-29');
    expect(localDate('Pacific/Apia', day.endMs ?? 0)).toBe('2011-12-31');
  });
});

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Nuuk',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Amman',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Australia/Eucla',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];

const ENDING_KINDS = WINDOW_KINDS.filter((kind) => kind !== 'run' && kind !== 'lifetime');

const questions = fc.record({
  kind: fc.constantFrom(...ENDING_KINDS),
  zone: fc.constantFrom(...ZONES),
  timeMs: fc.integer({ min: at('1995-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') }),
});

const formats = new Map<string, Intl.DateTimeFormat>();

// The date by another road than the code's own (Swedish writes ISO dates), and without its arithmetic.
function localDate(zone: string, timeMs: number): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return format.format(timeMs);
}

// Where clocks change, to the minute: the instants that a random one would hardly ever hit.
const CHANGES = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/St_Johns', '2008-11-02T02:31:00Z'],
  ['America/St_Johns', '2008-03-09T03:31:00Z'],
  ['America/Havana', '2026-03-08T05:00:00Z'],
  ['America/Havana', '2026-11-01T05:00:00Z'],
  ['America/Santiago', '2026-04-05T03:00:00Z'],
  ['America/Santiago', '2026-09-06T04:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Asia/Kathmandu', '1985-12-31T18:30:00Z'],
] as const;

const nearChanges = fc
  .record({
    kind: fc.constantFrom(...ENDING_KINDS),
    change: fc.constantFrom(...CHANGES),
    awayMs: fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }),
  })
  .map(({ kind, change: [zone, time], awayMs }) => ({ kind, zone, timeMs: at(time) + awayMs }));

describe('windows of any kind, zone and year', () => {
  it('contain the instant, and follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(fc.oneof(questions, nearChanges), ({ kind, zone, timeMs }) => {
        const { startMs, endMs } = freshWindow(kind, zone, timeMs);
        if (endMs === null) throw new Error(`a ${kind} should end`);
        expect(startMs <= timeMs && timeMs < endMs).toBe(true);
        expect(windowAt(kind, zone, endMs).startMs).toBe(endMs);
        expect(freshWindow(kind, zone, startMs - 1).endMs).toBe(startMs);
        expect(freshWindow(kind, zone, startMs)).toEqual({ startMs, endMs });
        expect(freshWindow(kind, zone, endMs - 1)).toEqual({ startMs, endMs });
      }),
      { numRuns: 1500 },
    );
  });

  it('of a calendar kind begin when the local date first reaches the period', () => {
    const calendar = questions.filter(({ kind }) => kind !== 'hour' && kind !== 'minute');
    fc.assert(
      fc.property(calendar, ({ kind, zone, timeMs }) => {
        const { startMs } = freshWindow(kind, zone, timeMs);
        const [before, first] = [localDate(zone, startMs - 1), localDate(zone, startMs)];
        expect(before < first).toBe(true);
        if (kind === 'week') expect(new Date(`${first}T00:00:00Z`).getUTCDay()).toBe(1);
        if (kind === 'month') expect(first.slice(8)).toBe('01');
        if (kind === 'quarter') expect(first.slice(5)).toMatch(/^(01|04|07|10)-01$/);
        if (kind === 'year') expect(first.slice(5)).toBe('01-01');
      }),
      { numRuns: 1000 },
    );
  });

  it('of a clock kind are never longer than their name, and begin on the local clock or at its change', () => {
    fc.assert(
      fc.property(questions, ({ zone, timeMs }) => {
        const { startMs, endMs } = windowAt('hour', zone, timeMs);
        const lengthMs = (endMs ?? 0) - startMs;
        expect(lengthMs > 0 && lengthMs <= HOUR_MS).toBe(true);
        const minute = new Intl.DateTimeFormat('en-US', { timeZone: zone, minute: 'numeric' }).format(startMs);
        expect(minute === '0' || lengthMs < HOUR_MS).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('every day of forty years, in zones with every kind of change', () => {
    for (const zone of ['Europe/Berlin', 'America/Havana', 'America/Sao_Paulo', 'Pacific/Apia']) {
      let startMs = windowAt('day', zone, at('1990-01-01T12:00:00Z')).startMs;
      for (let days = 0; days < 14_610; days += 1) {
        const { endMs } = windowAt('day', zone, startMs);
        if (endMs === null) throw new Error('a day should end');
        const hours = (endMs - startMs) / HOUR_MS;
        if (hours !== 24 && hours !== 23 && hours !== 25)
          throw new Error(`${zone}: a day of ${hours} hours at ${startMs}`);
        startMs = endMs;
      }
    }
  });
});

it('a zone that does not exist is an error, never UTC', () => {
  expect(() => windowAt('day', 'Mars/Olympus', 0)).toThrow(RangeError);
});
