import type { Outcome, Refusal } from '@cofferdam/core';
import { describeRefusal, retryAfterSeconds } from '../errors/describe-refusal.ts';
import { refusedRateLimit } from '../errors/rate-limit-fields.ts';
import type { Rendered } from '../services/lane/command.ts';

export function renderRefusal(refusal: Refusal): Rendered {
  const problem = describeRefusal(refusal);
  return {
    status: problem.status,
    body: JSON.stringify(problem),
    retryAfterSeconds: retryAfterSeconds(refusal),
    headers: refusedRateLimit(refusal),
  };
}

export function rendered(status: number, body: unknown): Rendered {
  return { status, body: JSON.stringify(body) };
}

/** How a kind of command puts its outcomes: refusals and repeats are put alike everywhere. */
export function renderWith(status: number, body: (outcome: Outcome) => unknown): (outcome: Outcome) => Rendered {
  return (outcome) => {
    if (outcome.kind === 'refused') return renderRefusal(outcome.refusal);
    if (outcome.kind === 'repeated') return { status, body: outcome.answers[0]! };
    return rendered(status, body(outcome));
  };
}

/** The core decides a kind of command with its own outcomes only. */
export function unexpected(outcome: Outcome): never {
  throw new Error(`the outcome ${outcome.kind} does not belong to this command`);
}

// The same few times are written over and over: starts of windows, the time of a batch.
const timeTexts = new Map<number, string>();
const maxTimeTexts = 1_000;

/** RFC 3339 in UTC; whole seconds are written without a fraction. */
export function timeText(timeMs: number): string {
  const known = timeTexts.get(timeMs);
  if (known !== undefined) return known;
  const text = new Date(timeMs).toISOString().replace('.000Z', 'Z');
  if (timeTexts.size >= maxTimeTexts) timeTexts.clear();
  timeTexts.set(timeMs, text);
  return text;
}

export function timeTextOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : timeText(timeMs);
}
