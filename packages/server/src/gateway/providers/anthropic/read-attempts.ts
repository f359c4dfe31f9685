import type { ReportedUsage } from '@cofferdam/core';
import { type JsonRecord, recordsOf, textOf } from '../json.ts';
import type { Flags, MeteredAttempt } from '../metered-usage.ts';
import { attemptOf } from '../wholes.ts';
import { readUsage } from './read-usage.ts';

// Sub-inferences that the top-level figures leave out.
const BESIDES: ReadonlySet<unknown> = new Set(['advisor_message', 'compaction']);

/**
 * The inferences behind a message. Its `iterations` list them: turns of a server-side tool loop, models that declined
 * and the one that took over, an advisor, a compaction, each to be priced by itself. The top-level figures are the sum
 * of some of them at most, and stand alone where there are no iterations.
 */
export function readAttempts(model: string | null, usage: JsonRecord, flags: Flags): MeteredAttempt[] {
  const whole = attemptOf(model, readUsage(usage, flags), flags);
  const iterations = recordsOf(usage.iterations);
  if (iterations.length === 0) return [whole];
  flagDeclined(iterations, flags);
  const own = iterations.filter(({ type }) => !BESIDES.has(type)).map((each) => attemptOfIteration(each, model, flags));
  if (covers(own, whole.usage)) return iterations.map((each) => attemptOfIteration(each, model, flags));
  flags.add('iterations_disagree');
  const besides = iterations.filter(({ type }) => BESIDES.has(type));
  return [...besides.map((each) => attemptOfIteration(each, model, flags)), whole];
}

function attemptOfIteration(iteration: JsonRecord, model: string | null, flags: Flags): MeteredAttempt {
  return attemptOf(textOf(iteration.model) ?? model, readUsage(iteration, flags), flags);
}

function covers(attempts: readonly MeteredAttempt[], whole: ReportedUsage): boolean {
  const sum = (field: 'input_tokens' | 'output_tokens'): number =>
    attempts.reduce((total, { usage }) => total + usage[field], 0);
  return sum('input_tokens') >= whole.input_tokens && sum('output_tokens') >= whole.output_tokens;
}

// Anthropic waives a request that is declined before it has any output, but lists its tokens: they are charged here, as
// an upper bound, and the flag says that the bill may be lower.
function flagDeclined(iterations: readonly JsonRecord[], flags: Flags): void {
  const fellBack = iterations.some(({ type }) => type === 'fallback_message');
  const declined = iterations.some(({ type, output_tokens }) => type === 'message' && output_tokens === 0);
  if (fellBack && declined) flags.add('declined_attempt');
}
