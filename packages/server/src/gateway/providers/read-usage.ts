import { createReader } from './create-reader.ts';
import { createDelivery } from './delivery.ts';
import { finishReading } from './finish-reading.ts';
import type { AnswerKind, MeteredUsage, MeterOptions, ReaderContext } from './metered-usage.ts';

/** Reads what a whole answer used, from its parsed JSON. Anything can be given: what is not there is missing. */
export function readAnswer(kind: AnswerKind, answer: unknown, options: MeterOptions = {}): MeteredUsage {
  return readEvents(kind, [answer], options);
}

/** Reads what a stream used, from its parsed events in order. */
export function readEvents(kind: AnswerKind, events: Iterable<unknown>, options: MeterOptions = {}): MeteredUsage {
  const context: ReaderContext = { options, flags: new Set(), delivery: createDelivery() };
  const reader = createReader(kind, context);
  for (const event of events) reader.take(event);
  return finishReading(kind, reader, context);
}
