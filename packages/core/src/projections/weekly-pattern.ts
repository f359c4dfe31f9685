/**
 * What a series of days comes down to: a level, in the unit of the series, and what each weekday is of it. Weekdays are
 * positions in the week that begins with the series' first day. These figures are statistics, in floating point: they
 * describe the future, and never reach a ledger.
 */
export interface WeeklyPattern {
  readonly level: number;
  /** Seven factors around 1. */
  readonly factors: readonly number[];
}

/** A day of which only a part has passed. */
export interface PartialDay {
  readonly value: number;
  /** Above 0, at most 1. */
  readonly share: number;
}

const weekDays = 7;

/** Twelve weeks: older days say more of another time than of the pattern. */
const patternDays = 12 * weekDays;

/** Under two whole weeks every weekday was seen once at most, and one day is no pattern. */
const leastPatternDays = 2 * weekDays;

/** A weekday's factor is drawn towards 1 as if one more week had had no pattern. */
const priorWeeks = 1;

/** What was spent counts half as much for every four days that it is back: fleets grow faster than they repeat. */
const halfLifeDays = 4;

/** A day of more than this many times the usual one was an event, and is not taken for the level. */
const mostOfMedian = 3;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** For each weekday its days as shares of the mean of their week; weeks are counted back from the last whole day. */
function ratiosOf(values: readonly number[], first: number): number[][] {
  const ratios: number[][] = Array.from({ length: weekDays }, () => []);
  for (let end = values.length; end - weekDays >= first; end -= weekDays) {
    const week = values.slice(end - weekDays, end);
    const mean = week.reduce((sum, value) => sum + value, 0) / weekDays;
    if (mean <= 0) continue;
    for (const [index, value] of week.entries()) ratios[(end - weekDays + index) % weekDays]!.push(value / mean);
  }
  return ratios;
}

const noPattern: readonly number[] = Array.from({ length: weekDays }, () => 1);

/** The median ratio of each weekday, drawn towards 1 where there are few, with a mean of 1. */
function factorsOf(values: readonly number[]): readonly number[] {
  if (values.length < leastPatternDays) return noPattern;
  const drawn = ratiosOf(values, Math.max(0, values.length - patternDays)).map((ratios) => {
    const weeks = ratios.length;
    return (weeks * Math.max(0, medianOf(ratios)) + priorWeeks) / (weeks + priorWeeks);
  });
  const mean = drawn.reduce((sum, factor) => sum + factor, 0) / weekDays;
  return drawn.map((factor) => factor / mean);
}

/** Without the weekday's factor; a day that is far above the usual one counts as a few usual ones. */
function leveled(values: readonly number[], factors: readonly number[], first: number): number[] {
  const plain = values.slice(first).map((value, index) => value / factors[(first + index) % weekDays]!);
  const median = medianOf(plain.slice(-4 * weekDays));
  return median <= 0 ? plain : plain.map((value) => Math.min(value, mostOfMedian * median));
}

/**
 * Fits whole days, oldest first, and the day after them as far as it has passed. The level is the mean of what the days
 * would have been without their weekday, recent days first.
 */
export function fitWeeklyPattern(values: readonly number[], today: PartialDay | null): WeeklyPattern {
  const factors = factorsOf(values);
  const first = Math.max(0, values.length - patternDays);
  let [sum, weights] = [0, 0];
  for (const [index, value] of leveled(values, factors, first).entries()) {
    const weight = 2 ** (-(values.length - first - index) / halfLifeDays) * factors[(first + index) % weekDays]!;
    sum += weight * value;
    weights += weight;
  }
  if (today !== null) {
    sum += today.value;
    weights += factors[values.length % weekDays]! * today.share;
  }
  return { level: weights > 0 ? sum / weights : 0, factors };
}

/** What is left of today (the day of index `todayIndex`, by `shareLeft`), and each of the `dayCount` days after it. */
export function daysOfPattern(
  { level, factors }: WeeklyPattern,
  todayIndex: number,
  shareLeft: number,
  dayCount: number,
): readonly number[] {
  return Array.from(
    { length: dayCount + 1 },
    (_, ahead) => level * factors[(todayIndex + ahead) % weekDays]! * (ahead === 0 ? shareLeft : 1),
  );
}

/** The sum of what is left of today (the day of index `todayIndex`, by `shareLeft`) and of the `dayCount` days after it. */
export function sumAhead(pattern: WeeklyPattern, todayIndex: number, shareLeft: number, dayCount: number): number {
  let factors = pattern.factors[todayIndex % weekDays]! * shareLeft;
  for (let ahead = 1; ahead <= dayCount; ahead += 1) factors += pattern.factors[(todayIndex + ahead) % weekDays]!;
  return pattern.level * factors;
}
