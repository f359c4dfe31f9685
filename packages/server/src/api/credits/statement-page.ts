import { createHash } from 'node:crypto';
import { entryKinds, type LedgerEntry } from '@cofferdam/core';
import type { Statement, UsageSum } from '../../services/credits/read-statement.ts';
import { type Amounts, amountsOf } from './statement-amounts.ts';
import { dateIn, minuteIn, sumsBy } from './statement-sums.ts';
import { statementStyle } from './statement-style.ts';

/** More lines than this are for a spreadsheet: the page then has the sums of the month only. */
const mostDayLines = 3_000;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (found) => escapes[found] ?? found);
}

/** Names come from callers, and are text; what marks a name that is missing is not. */
function named(text: string | null): string {
  return text === null ? '<span class="none">none</span>' : escaped(text);
}

function modelText({ provider, model }: Pick<UsageSum, 'provider' | 'model'>): string | null {
  return model === null ? null : `${provider ?? '?'}/${model}`;
}

function count(entries: number): string {
  return entries.toLocaleString('en-US');
}

/** A time or a date, which is not broken. */
function unbroken(text: string): string {
  return `<span class="time">${escaped(text)}</span>`;
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => `<td>${text}</td>`).join('');
}

function row(texts: readonly string[], figures: readonly string[], className = ''): string {
  const numbers = figures.map((figure) => `<td class="figure">${figure}</td>`).join('');
  return `<tr${className === '' ? '' : ` class="${className}"`}>${cells(texts)}${numbers}</tr>`;
}

function table(title: string, texts: readonly string[], figures: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const head = [
    ...texts.map((text) => `<th scope="col">${text}</th>`),
    ...figures.map((figure) => `<th scope="col" class="figure">${figure}</th>`),
  ].join('');
  return `<section><h2>${title}</h2><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></section>`;
}

function summary({ opening, closing, movements, isOver }: Statement, amounts: Amounts): string {
  const lines = movements.map(({ kind, entries, amount }) =>
    row([entryKinds[kind].title], [count(entries), amounts.signed(amount)]),
  );
  const last = isOver ? 'Closing balance' : 'Balance so far';
  const rows = [
    row(['Opening balance'], ['', amounts.plain(opening)], 'total'),
    ...lines,
    row([last], ['', amounts.plain(closing)], 'total'),
  ];
  return table('Summary', [''], ['Movements', 'USD'], rows);
}

function byTeam(usage: readonly UsageSum[], amounts: Amounts): string {
  const rows = sumsBy(usage, ({ team }) => team).map(({ key, entries, amount }) =>
    row([named(key)], [count(entries), amounts.signed(amount)]),
  );
  return table('Usage by team', ['Team'], ['Movements', 'USD'], rows);
}

function byModel(usage: readonly UsageSum[], amounts: Amounts): string {
  const sums = sumsBy(usage, (sum) => ({ team: sum.team, agent: sum.agent, model: modelText(sum) }));
  const rows = sums.map(({ key, entries, amount }) =>
    row([named(key.team), named(key.agent), named(key.model)], [count(entries), amounts.signed(amount)]),
  );
  return table('Usage by team, agent and model', ['Team', 'Agent', 'Model'], ['Movements', 'USD'], rows);
}

function byDay({ usage, month }: Statement, amounts: Amounts): string {
  const sums = sumsBy(usage, (sum) => ({ day: sum.dayMs, team: sum.team, agent: sum.agent, model: modelText(sum) }));
  if (sums.length > mostDayLines)
    return `<p class="note">Usage by day has ${sums.length} lines: the CSV file has every movement.</p>`;
  const rows = sums.map(({ key, entries, amount }, index) => {
    const isFirst = sums[index - 1]?.key.day !== key.day;
    const texts = [unbroken(dateIn(month.timeZone, key.day)), named(key.team), named(key.agent), named(key.model)];
    return row(texts, [count(entries), amounts.signed(amount)], isFirst ? 'first' : '');
  });
  return table('Usage by day', ['Day', 'Team', 'Agent', 'Model'], ['Movements', 'USD'], rows);
}

function creditLine(entry: LedgerEntry, timeZone: string, amounts: Amounts): string {
  const texts = [unbroken(minuteIn(timeZone, entry.timeMs)), entryKinds[entry.kind].title, named(entry.reference)];
  return row(texts, [amounts.signed(entry.amount), amounts.plain(entry.balanceAfter)]);
}

function creditTable({ credits, hasMoreCredits, month }: Statement, amounts: Amounts): string {
  const rows = credits.map((entry) => creditLine(entry, month.timeZone, amounts));
  const more = hasMoreCredits
    ? `<p class="note">These are the first ${credits.length}: the CSV file has every movement.</p>`
    : '';
  return table('Credit', ['Time', 'Movement', 'Reference'], ['USD', 'Balance'], rows) + more;
}

function heading({ month, orgName, isOver }: Statement, nowMs: number): string {
  const { name, timeZone, fromMs, toMs } = month;
  const period = `${minuteIn(timeZone, fromMs)} to ${minuteIn(timeZone, toMs)} (${timeZone})`;
  const state = isOver ? '' : '. The month is not over: figures are as of now';
  return `<header><p class="issuer">Cofferdam</p><h1>Statement of ${escaped(name)}</h1>
<dl><dt>Org</dt><dd>${escaped(orgName)}</dd><dt>Period</dt><dd>${escaped(period)}</dd>
<dt>Made</dt><dd>${escaped(minuteIn(timeZone, nowMs))} (${escaped(timeZone)})${state}</dd></dl></header>`;
}

/** What the page may load: nothing but its own style. */
export const statementPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(statementStyle).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A statement as a page that stands alone and prints on A4 or Letter. `nowMs` is when it is made. */
export function statementPage(statement: Statement, nowMs: number): string {
  const { month, opening, closing, usage, credits, movements } = statement;
  const amounts = amountsOf([opening, closing, ...[...movements, ...usage, ...credits].map(({ amount }) => amount)]);
  const title = `Statement of ${month.name}, ${statement.orgName}`;
  const nothing = movements.length === 0 ? '<p class="note">Nothing moved in this month.</p>' : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${statementStyle}</style></head><body><main>
${heading(statement, nowMs)}
${summary(statement, amounts)}${nothing}
${creditTable(statement, amounts)}
${byTeam(usage, amounts)}
${byModel(usage, amounts)}
${byDay(statement, amounts)}
<footer><p>Amounts are exact, in USD; what is taken is negative. Usage is booked at the time at which it was settled; a correction
in the month in which it became known. The opening balance and all movements make the closing balance, which is the opening
balance of the next month.</p></footer>
</main></body></html>
`;
}
