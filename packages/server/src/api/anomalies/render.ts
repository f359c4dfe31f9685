import { countOf, formatUsd, type Norm, type NormPart, sketchesOf, usualOf } from '@cofferdam/core';
import type { z } from 'zod';
import type { KnownNorm } from '../../services/anomalies/find-norms.ts';
import { ruleFacts } from '../../services/anomalies/rule-facts.ts';
import type { OwnRules, RuleBook } from '../../services/anomalies/rules.ts';
import { timeText } from '../render.ts';
import type { rulesBody } from './schemas.ts';

/** The body of a request as rules: what was left out is null. */
export function readRules(body: z.output<typeof rulesBody>): OwnRules {
  const { loop_window_seconds: seconds } = body;
  return {
    enabled: body.enabled ?? null,
    factor: body.factor ?? null,
    minCharges: body.min_charges ?? null,
    minRuns: body.min_runs ?? null,
    minAmountNanoUsd: body.min_amount_usd ?? null,
    loopRequests: body.loop_requests ?? null,
    loopWindowMs: seconds === undefined ? null : seconds * 1_000,
    pause: body.pause ?? null,
  };
}

export function renderAgentRules(agent: string, book: RuleBook): Record<string, unknown> {
  const own = book.own.get(agent);
  return { agent, own: own === undefined ? {} : ruleFacts(own), rules: ruleFacts(book.rulesOf(agent)) };
}

function spread(norm: Norm, part: NormPart, text: (amount: bigint) => string | number): Record<string, unknown> | null {
  const usual = sketchesOf(norm, part).length === 0 ? null : usualOf(norm, part);
  return usual === null ? null : { median: text(usual.median), p95: text(usual.p95), high: text(usual.high) };
}

function renderSeries({ norm, sinceMs, updatedMs, cost }: KnownNorm): Record<string, unknown> {
  return {
    count: countOf(norm),
    since: timeText(sinceMs),
    last: timeText(updatedMs),
    norm_usd: formatUsd(cost.norm),
    cost_usd: spread(norm, 'cost', formatUsd),
    input_tokens: spread(norm, 'input', Number),
    output_tokens: spread(norm, 'output', Number),
    rate_usd_per_minute: spread(norm, 'rate', formatUsd),
  };
}

const wholeSeries = '';
const runSeries = 'runs';

/** What is usual for an agent: as a whole, for each model, tool or kind of cost, and for its runs. */
export function renderNorms(agent: string, norms: readonly KnownNorm[]): Record<string, unknown> {
  const one = (series: string): Record<string, unknown> | null => {
    const found = norms.find((known) => known.series === series);
    return found === undefined ? null : renderSeries(found);
  };
  const named = norms.filter(({ series }) => series !== wholeSeries && series !== runSeries);
  return {
    agent,
    charges: one(wholeSeries),
    runs: one(runSeries),
    series: named.map((known) => ({ series: known.series, ...renderSeries(known) })),
  };
}
