import { type ReportedUsage, USAGE_FIELDS } from '@cofferdam/core';
import type { AnswerKind, MeteredAttempt, MeteredUsage, ReaderContext, UsageReader } from './metered-usage.ts';

/** Completes what a reader has found so far; it can be asked again later. */
export function finishReading(kind: AnswerKind, reader: UsageReader, context: ReaderContext): MeteredUsage {
  const flags = new Set(context.flags);
  const reading = reader.reading(flags);
  const { attempts, tools } = reading;
  return {
    kind,
    ...reading,
    usage: attempts.length === 0 ? null : sumUsage(attempts),
    tools: [...tools].filter(([, units]) => units > 0).map(([name, units]) => ({ name, quantity: String(units) })),
    missing: attempts.length === 0 || attempts.some((attempt) => attempt.partial),
    flags: [...flags].toSorted(),
    delivered: context.delivery.soFar(),
  };
}

function sumUsage(attempts: readonly MeteredAttempt[]): ReportedUsage {
  const sum: { -readonly [Field in keyof ReportedUsage]: ReportedUsage[Field] } = { input_tokens: 0, output_tokens: 0 };
  for (const { usage } of attempts) {
    for (const field of USAGE_FIELDS) {
      const value = usage[field];
      if (value !== undefined) sum[field] = (sum[field] ?? 0) + value;
    }
  }
  return sum;
}
