import { createReader } from './create-reader.ts';
import { createDelivery, type Delivered } from './delivery.ts';
import { finishReading } from './finish-reading.ts';
import type { AnswerKind, MeteredUsage, MeterOptions, ReaderContext } from './metered-usage.ts';
import { createFraming } from './stream/detect-framing.ts';

export interface StreamMeterOptions extends MeterOptions {
  /** The longest event that is read; a longer one is skipped and flagged `oversized_event`. 8 MiB unless given. */
  readonly maxEventBytes?: number | undefined;
}

/** Meters a stream from its bytes, as they pass. */
export interface StreamMeter {
  /** Takes the next bytes, split anywhere. They are not changed, and not kept beyond an event that is under way. */
  push(chunk: Uint8Array): void;
  /** What has been delivered so far. */
  delivered(): Delivered;
  /** What is known so far, as if the stream had ended here. */
  soFar(): MeteredUsage;
  /** No more bytes come, for whatever reason: the final reading. */
  end(): MeteredUsage;
}

const MAX_EVENT_BYTES = 8 * 1024 * 1024;

/** The last event of OpenAI's streams, which is no JSON. */
const DONE = '[DONE]';

/**
 * Makes a meter for a stream of a kind: server-sent events, one JSON object a line, or a JSON array. It never throws on
 * what a provider sends, and holds at most one event.
 */
export function createStreamMeter(kind: AnswerKind, options: StreamMeterOptions = {}): StreamMeter {
  const context: ReaderContext = { options, flags: new Set(), delivery: createDelivery() };
  const reader = createReader(kind, context);
  let [isDone, isEnding] = [false, false];

  const takeEvent = (text: string): void => {
    const trimmed = text.trim();
    if (trimmed === DONE) isDone = true;
    if (trimmed === '' || trimmed === DONE) return;
    let event: unknown;
    try {
      event = JSON.parse(trimmed);
    } catch {
      context.flags.add(isEnding ? 'truncated_event' : 'malformed_event');
      // What it showed of the output is somewhere in it, and no more than its bytes.
      if (isEnding) context.delivery.text(trimmed);
      return;
    }
    reader.take(event);
  };

  const framing = createFraming(options.maxEventBytes ?? MAX_EVENT_BYTES, {
    event: takeEvent,
    malformed: () => void context.flags.add('malformed_event'),
    oversized: () => void context.flags.add('oversized_event'),
  });

  const soFar = (): MeteredUsage => {
    const usage = finishReading(kind, reader, context);
    return { ...usage, complete: usage.complete || (isDone && usage.error === null) };
  };

  return {
    push: (chunk) => framing.push(chunk),
    delivered: () => context.delivery.soFar(),
    soFar,
    end() {
      isEnding = true;
      framing.end();
      return soFar();
    },
  };
}
