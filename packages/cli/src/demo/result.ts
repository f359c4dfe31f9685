import { formatUsd } from '@cofferdam/core';
import type { Colour } from '../terminal/colour.ts';
import { alignDecimals, formatCount, formatDuration } from '../terminal/figures.ts';
import { printable } from '../terminal/printable.ts';
import { renderTable } from '../terminal/table.ts';
import type { AgentTally, AnsweredCall } from './agent-tally.ts';
import { nanoUsd } from './allowance.ts';
import { claimsOf, type Judged } from './claims.ts';
import { isRunaway } from './fleet.ts';

export interface DemoResult extends Judged {
  readonly demoId: string;
  readonly durationMs: number;
  /** What the day had seen of earlier demos, a decimal string in USD. */
  readonly spentBeforeUsd: string;
}

/** As many of the last calls of the runaway are shown. */
const shownCalls = 5;

/** The result for machines; money as decimal strings in USD. */
export function toJson(result: DemoResult): unknown {
  const { demoId, durationMs, interrupted, tallies, findings } = result;
  const { budgets, ledgerNanoUsd, provider } = findings;
  return {
    demo: demoId,
    interrupted,
    duration_ms: Math.round(durationMs),
    agents: tallies.map((tally) => ({
      agent: tally.agent.name,
      model: tally.agent.model,
      calls: tally.answered.length,
      spent_usd: formatUsd(tally.spentNanoUsd),
      budget_usd: tally.agent.allowanceUsd,
      refused: tally.refused,
      state: tally.state,
      refusal: tally.refusal === null ? null : { code: tally.refusal.code, detail: tally.refusal.detail },
    })),
    budgets: budgets.map(({ name, spentNanoUsd, limitNanoUsd }) => ({
      name,
      spent_usd: formatUsd(spentNanoUsd),
      limit_usd: formatUsd(limitNanoUsd),
    })),
    ledger_usd: formatUsd(ledgerNanoUsd),
    providers: provider === null ? null : { calls: provider.calls, billed_usd: formatUsd(provider.billNanoUsd) },
    checks: claimsOf(result),
  };
}

/** The result for people: how the runaway came to its end, what each agent spent, and whether all of that is so. */
export function renderResult(result: DemoResult, colour: Colour): string {
  const { tallies, interrupted, durationMs, spentBeforeUsd } = result;
  const runaway = tallies.find(({ agent }) => isRunaway(agent));
  const parts = runaway === undefined ? [] : renderEnd(runaway, colour);
  parts.push(colour.bold('The fleet, USD'), renderFleet(tallies), '');
  parts.push(colour.bold('Is it so?'));
  for (const { holds, text } of claimsOf(result))
    parts.push(`  ${holds ? colour.green('yes') : colour.red('NO ')}  ${text}`);
  const lasted = formatDuration(durationMs);
  parts.push('', interrupted ? colour.yellow(`Stopped after ${lasted}.`) : `Took ${lasted}.`);
  if (nanoUsd(spentBeforeUsd) > 0n)
    parts.push(
      `Budgets count a whole day: earlier demos spent ${spentBeforeUsd} USD, and the limits were raised by that.`,
    );
  return parts.join('\n');
}

function renderEnd({ agent, answered, refusal, refused }: AgentTally, colour: Colour): string[] {
  if (answered.length === 0) return [];
  const parts = [colour.bold(`The last calls of ${agent.name}, USD`), renderCalls(answered), ''];
  if (refusal === null) return parts;
  const { status, code, detail, alternatives } = refusal;
  parts.push(colour.red(`Call ${formatCount(answered.length + 1)} was refused: ${status} ${code}`));
  parts.push(`  ${printable(detail)}`);
  const [first] = alternatives;
  if (first !== undefined)
    parts.push(
      `  It would have fitted with ${printable(first.model)}, for at most ${printable(first.requiredUsd)} USD.`,
    );
  if (refused > 1) parts.push(`  It asked ${formatCount(refused - 1)} more times, for nothing.`);
  return [...parts, ''];
}

function renderCalls(answered: readonly AnsweredCall[]): string {
  const from = Math.max(0, answered.length - shownCalls);
  const shown = answered.slice(from);
  const cost = alignDecimals(shown.map(({ costNanoUsd }) => (costNanoUsd === null ? '-' : formatUsd(costNanoUsd))));
  const left = alignDecimals(shown.map(({ remainingUsd }) => remainingUsd ?? '-'));
  const right = 'right' as const;
  return renderTable(
    [
      { title: 'call', align: right },
      { title: 'input tokens', align: right },
      { title: 'output tokens', align: right },
      { title: 'cost', align: right },
      { title: 'left', align: right },
      { title: 'output capped at', align: right },
    ],
    shown.map((call, index) => [
      formatCount(from + index + 1),
      formatCount(call.inputTokens),
      formatCount(call.outputTokens),
      cost[index] ?? '',
      left[index] ?? '',
      call.clampedTokens === null ? '-' : formatCount(call.clampedTokens),
    ]),
  );
}

function renderFleet(tallies: readonly AgentTally[]): string {
  const totals = tallies.reduce(
    (sum, tally) => ({
      calls: sum.calls + tally.answered.length,
      spent: sum.spent + tally.spentNanoUsd,
      refused: sum.refused + tally.refused,
    }),
    { calls: 0, spent: 0n, refused: 0 },
  );
  const spent = alignDecimals([...tallies.map((tally) => tally.spentNanoUsd), totals.spent].map(formatUsd));
  const budgets = alignDecimals(tallies.map(({ agent }) => agent.allowanceUsd));
  const right = 'right' as const;
  return renderTable(
    [
      { title: 'agent' },
      { title: 'model' },
      { title: 'calls', align: right },
      { title: 'spent', align: right },
      { title: 'budget', align: right },
      { title: 'refused', align: right },
      { title: 'state' },
    ],
    [
      ...tallies.map((tally, index) => [
        tally.agent.name,
        tally.agent.model,
        formatCount(tally.answered.length),
        spent[index] ?? '',
        budgets[index] ?? '',
        formatCount(tally.refused),
        tally.state,
      ]),
      ['total', '', formatCount(totals.calls), spent.at(-1) ?? '', '', formatCount(totals.refused), ''],
    ],
    1,
  );
}
