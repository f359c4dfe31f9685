import { formatUsd } from '@cofferdam/core';
import { type BudgetRow, renderBudgetRows } from '../report/budget-rows.ts';
import type { Wallet } from '../report/wallet.ts';
import type { Colour } from '../terminal/colour.ts';
import { alignDecimals, formatCount, formatDuration } from '../terminal/figures.ts';
import { printable } from '../terminal/printable.ts';
import { renderTable } from '../terminal/table.ts';
import type { Tally, TallyRow } from './tally.ts';

export interface ReplayResult {
  replayId: string;
  file: string;
  mapping: string;
  notes: readonly string[];
  rows: number;
  interrupted: boolean;
  /** What ended the replay before its time, if anything did. */
  failure: string | undefined;
  durationMs: number;
  tally: Tally;
  /** Undefined where the key may not see the wallet. */
  walletBefore: Wallet | undefined;
  walletAfter: Wallet | undefined;
  budgets: readonly BudgetRow[];
}

/** The result for machines; money as decimal strings in USD. */
export function toJson(result: ReplayResult): unknown {
  return {
    replay: result.replayId,
    file: result.file,
    mapping: result.mapping,
    notes: result.notes,
    rows: result.rows,
    decided: result.tally.decided,
    interrupted: result.interrupted,
    failure: result.failure ?? null,
    duration_ms: Math.round(result.durationMs),
    spend: result.tally.rows.map((row) => ({ agent: row.agent, model: row.model, ...figures(row) })),
    total: figures(result.tally.total),
    refusals: result.tally.refusals.map(({ code, count, requiredUsd }) => ({ code, count, required_usd: requiredUsd })),
    left_out: result.tally.leftOut,
    wallet: {
      mode: (result.walletAfter ?? result.walletBefore)?.mode ?? null,
      before_usd: result.walletBefore?.balanceUsd ?? null,
      after_usd: result.walletAfter?.balanceUsd ?? null,
    },
    budgets: result.budgets,
  };
}

/** The result for people: what was spent, what was refused, and what the wallet and the budgets say of it. */
export function renderResult(result: ReplayResult, colour: Colour, widest: number): string {
  const parts = [colour.bold('Spend by agent and model, USD'), renderSpend(result.tally, widest)];
  const refusals = result.tally.refusals.map(
    ({ code, count, requiredUsd }) => `${formatCount(count)} ${code} (${requiredUsd} USD)`,
  );
  if (refusals.length > 0) parts.push(`Refused: ${refusals.join(', ')}.`);
  parts.push(...renderLeftOut(result, colour));
  parts.push('', colour.bold('Wallet'), renderWallet(result));
  if (result.budgets.length > 0)
    parts.push('', colour.bold('Budgets, this window'), renderBudgetRows(result.budgets, widest));
  parts.push('', renderEnd(result, colour), `Mapping: ${result.mapping}.`, ...result.notes);
  return parts.join('\n');
}

const shownLeftOut = 20;

function renderLeftOut({ file, tally }: ReplayResult, colour: Colour): string[] {
  const { leftOut } = tally;
  if (leftOut.length === 0) return [];
  const lines = leftOut
    .slice(0, shownLeftOut)
    .map(({ line, code, detail }) => printable(`${file}:${line}: ${code}: ${detail}`));
  const rest = leftOut.length - shownLeftOut;
  return [
    '',
    colour.red(`Not booked: ${formatCount(leftOut.length)} of the records`),
    ...lines,
    ...(rest > 0 ? [`… and ${formatCount(rest)} more`] : []),
    'Mend these and send the file again: a record that is booked is not booked twice.',
  ];
}

function renderSpend(tally: Tally, widest: number): string {
  const { rows, total } = tally;
  const all = [...rows, { agent: 'total', model: '', ...total }];
  const spent = alignDecimals(all.map((row) => formatUsd(row.costNanoUsd)));
  const refused = alignDecimals(all.map((row) => formatUsd(row.refusedNanoUsd)));
  const unpriced = total.unpriced > 0;
  return renderTable(
    [
      { title: 'agent' },
      { title: 'model' },
      { title: 'calls', align: 'right', goes: 4 },
      { title: 'input tokens', align: 'right', goes: 3 },
      { title: 'output tokens', align: 'right', goes: 2 },
      { title: 'spent', align: 'right' },
      { title: 'refused', align: 'right' },
      { title: 'refused amount', align: 'right', goes: 1 },
      ...(unpriced ? [{ title: 'unpriced', align: 'right' } as const] : []),
    ],
    all.map((row, index) => [
      row.agent,
      row.model,
      formatCount(row.calls),
      formatCount(row.inputTokens),
      formatCount(row.outputTokens),
      spent[index] ?? '',
      formatCount(row.refused),
      refused[index] ?? '',
      formatCount(row.unpriced),
    ]),
    1,
    widest,
  );
}

function renderWallet({ walletBefore, walletAfter }: ReplayResult): string {
  if (walletBefore === undefined) return 'not shown: it takes an admin key to see it';
  const { mode } = walletAfter ?? walletBefore;
  if (mode === 'postpaid') return 'postpaid: no credit was bought, so budgets alone hold the spend';
  return `${mode}: ${walletBefore.balanceUsd} USD before, ${walletAfter?.balanceUsd ?? 'unknown'} USD after`;
}

function renderEnd(result: ReplayResult, colour: Colour): string {
  const counts = `${formatCount(result.tally.decided)} of ${formatCount(result.rows)} rows in ${formatDuration(result.durationMs)}`;
  if (result.failure !== undefined) return colour.red(`Failed after ${counts}: ${result.failure}`);
  if (result.interrupted) return colour.yellow(`Stopped after ${counts}.`);
  return `Replayed ${counts}.`;
}

function figures(row: Omit<TallyRow, 'agent' | 'model'>): Record<string, string | number> {
  return {
    calls: row.calls,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cost_usd: formatUsd(row.costNanoUsd),
    unpriced: row.unpriced,
    refused: row.refused,
    refused_usd: formatUsd(row.refusedNanoUsd),
  };
}
