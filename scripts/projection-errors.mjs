// node scripts/projection-errors.mjs [trace.csv]: how far the projections of a month were off, on generated series and on a
// real one. Prints the table of docs/concepts/projections.md.
import { readFile } from 'node:fs/promises';
import { forecastRest, measurePastErrors } from '@cofferdam/core';

const monthDays = 30;

/** Mulberry32: the same series at every run. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Days of nano-USD; each day is off its own level by up to 20 %. */
function generated(seed, levelOf) {
  const random = randomOf(seed);
  return Array.from({ length: 9 * monthDays }, (_, day) => 1e11 * levelOf(day, random) * (0.8 + 0.4 * random()));
}

const isWeekend = (day) => day % 7 >= 5;

const series = new Map([
  ['even', generated(1, () => 1)],
  ['weekdays: a tenth at weekends', generated(2, (day) => (isWeekend(day) ? 0.1 : 1))],
  ['growing 20 % a month, weekdays', generated(3, (day) => 1.2 ** (day / monthDays) * (isWeekend(day) ? 0.4 : 1))],
  ['doubled once, in the fifth month', generated(4, (day) => (day < 135 ? 1 : 2))],
  ['one day in twenty eight times as much', generated(5, (_, random) => (random() < 0.05 ? 8 : 1))],
]);

/** 2.50 USD a million tokens in, 10 out, as gpt-4o; half a minute stands for a day, and has no week in it. */
function tracedDays(csv) {
  const days = [];
  let startMs = null;
  for (const line of csv.trim().split('\n').slice(1)) {
    const [time, input, output] = line.trim().split(',');
    const timeMs = Date.parse(`${time.slice(0, 23).replace(' ', 'T')}Z`);
    startMs ??= timeMs;
    const day = Math.floor((timeMs - startMs) / 30_000);
    while (days.length <= day) days.push(0);
    days[day] += Number(input) * 2_500 + Number(output) * 10_000;
  }
  return days.slice(0, -1);
}

function monthsOf(days, firstMonth) {
  const count = Math.floor(days.length / monthDays);
  return Array.from({ length: count - firstMonth }, (_, index) => {
    const from = (firstMonth + index) * monthDays;
    return { from, to: from + monthDays };
  });
}

/** How often what came lay within the bounds: from every day from which the rest of its month is known. */
function coverage(days, months) {
  let [within, all] = [0, 0];
  for (const { from, to } of months) {
    for (let today = from + 1; today < to; today += 1) {
      const history = days.slice(0, today);
      const { low, high } = forecastRest({ history, today: null, daysAfterToday: to - today - 1 });
      if (low === null) continue;
      const actual = days.slice(today, to).reduce((sum, value) => sum + value, 0);
      all += 1;
      if (low <= actual && actual <= high) within += 1;
    }
  }
  return all === 0 ? '-' : `${Math.round((within / all) * 100)} %`;
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;

function rowOf(name, days) {
  const months = monthsOf(days, days.length < 5 * monthDays ? 1 : 3);
  const { linear, forecast } = measurePastErrors(days, months, 10);
  const cells = [linear, forecast].flatMap(({ all, sameDay }) => [percent(all.median), percent(sameDay.mean)]);
  return `| ${[name, months.length, ...cells, coverage(days, months)].join(' | ')} |`;
}

const [trace] = process.argv.slice(2);
if (trace !== undefined) series.set('a real hour, half a minute as a day', tracedDays(await readFile(trace, 'utf8')));
const titles = ['series', 'months', 'linear', 'after day 10', 'forecast', 'after day 10', 'within the bounds'];
const lines = [titles, titles.map((_, index) => (index === 0 ? '---' : '---:'))].map((row) => `| ${row.join(' | ')} |`);
for (const [name, days] of series) lines.push(rowOf(name, days));
process.stdout.write(`${lines.join('\n')}\n`);
