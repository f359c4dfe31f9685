import type { AnswerKind, MeteredUsage } from '../metered-usage.ts';
import { readAnswer, readEvents } from '../read-usage.ts';
import { createFraming } from '../stream/detect-framing.ts';
import { createStreamMeter } from '../stream-meter.ts';
import { detectKind, kindOfProvider } from './detect-kind.ts';

/** A recording is read at once, from a file: there is no reason to skip a part of it. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * Reads a recorded answer: a whole one as JSON, or a stream as server-sent events, as one JSON object a line, or as a
 * JSON array. The kind is told by the first event that has a shape of its own, else by the provider.
 */
export function readRecording(text: string, options: { readonly provider: string }): MeteredUsage {
  const whole = parse(text);
  if (Array.isArray(whole)) return readEvents(kindOf(whole, options.provider), whole, options);
  if (whole !== undefined) return readAnswer(kindOf([whole], options.provider), whole, options);
  const bytes = new TextEncoder().encode(text);
  const kind = kindOf(eventsOf(bytes), options.provider);
  const meter = createStreamMeter(kind, { ...options, maxEventBytes: NO_LIMIT });
  meter.push(bytes);
  return meter.end();
}

function kindOf(events: readonly unknown[], provider: string): AnswerKind {
  for (const event of events) {
    const kind = detectKind(event);
    if (kind !== null) return kind;
  }
  return kindOfProvider(provider);
}

function eventsOf(bytes: Uint8Array): unknown[] {
  const events: unknown[] = [];
  const ignore = (): void => undefined;
  const framing = createFraming(NO_LIMIT, {
    event: (text) => void events.push(parse(text)),
    malformed: ignore,
    oversized: ignore,
  });
  framing.push(bytes);
  framing.end();
  return events;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
