import { formatUsd } from '@cofferdam/core';
import type { MonthBalances } from '../../services/credits/list-statements.ts';
import type { Statement, UsageSum } from '../../services/credits/read-statement.ts';
import { dateIn, monthMembers, sumsBy, type SumOf } from './statement-sums.ts';
import { renderEntry } from './render.ts';

export function renderMonth({ month, opening, closing, isOver }: MonthBalances): Record<string, unknown> {
  return {
    ...monthMembers(month),
    is_over: isOver,
    opening_balance_usd: formatUsd(opening),
    closing_balance_usd: formatUsd(closing),
  };
}

function figures({ entries, amount }: Pick<SumOf<unknown>, 'entries' | 'amount'>): Record<string, unknown> {
  return { entries, amount_usd: formatUsd(amount) };
}

/** A month in sums, with each movement that no usage brought about. */
export function renderStatement(statement: Statement): Record<string, unknown> {
  const { month, usage, credits, hasMoreCredits, movements } = statement;
  const booked = ({ team, agent, provider, model }: UsageSum) => ({ team, agent, provider, model });
  return {
    ...renderMonth(statement),
    org: statement.orgName,
    movements: movements.map((sum) => ({ kind: sum.kind, ...figures(sum) })),
    teams: sumsBy(usage, ({ team }) => ({ team })).map((sum) => ({ ...sum.key, ...figures(sum) })),
    usage: sumsBy(usage, booked).map((sum) => ({ ...sum.key, ...figures(sum) })),
    days: sumsBy(usage, ({ dayMs }) => ({ date: dateIn(month.timeZone, dayMs) })).map((sum) => ({
      ...sum.key,
      ...figures(sum),
    })),
    credits: credits.map(renderEntry),
    has_more_credits: hasMoreCredits,
  };
}
