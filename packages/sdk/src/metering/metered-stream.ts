import type { Actual, Held } from '../spending/held.ts';
import type { Asked } from './bounds/bound.ts';
import { actualOf } from './admission.ts';
import { isRecord } from './json.ts';
import type { Protocol } from './protocols.ts';
import { createEvents, dataOf } from '../transport/events.ts';
import type { Metered } from './usage/usage.ts';

interface Watch {
  /** Takes a piece, and answers with what of it the caller is to see. */
  take(bytes: Uint8Array): Uint8Array;
  rest(): Uint8Array;
  used(): Metered | null;
}

/** A chunk that has nothing but the usage, which the caller did not ask for. */
function isUsageAlone(data: unknown): boolean {
  return isRecord(data) && Array.isArray(data['choices']) && data['choices'].length === 0 && isRecord(data['usage']);
}

function watch(protocol: Protocol, { hidesUsage }: Asked): Watch {
  const events = createEvents();
  const read = protocol.reader();
  const encoder = new TextEncoder();
  let used: Metered | null = null;
  const look = (event: string): boolean => {
    // Most events are a word or two: only those that speak of usage are worth reading.
    if (!event.includes('"usage"')) return true;
    const data = dataOf(event);
    if (isRecord(data)) used = read(data) ?? used;
    return !(hidesUsage && isUsageAlone(data));
  };
  return {
    take: (bytes) => encoder.encode(events.take(bytes).filter(look).join('')),
    rest: () => encoder.encode(events.rest()),
    used: () => used,
  };
}

/**
 * The stream of an answer, which settles the call when it is over. Where it breaks, or the caller breaks it off, before
 * the provider has said what it used, the reservation is charged.
 */
export function meteredStream(
  source: ReadableStream<Uint8Array>,
  held: Held,
  call: { readonly protocol: Protocol; readonly asked: Asked; readonly provider: string },
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const watched = watch(call.protocol, call.asked);
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    const actual: Actual = actualOf(watched.used(), call.asked, call.provider);
    await held.closeOrTell(actual);
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        const piece = done ? watched.rest() : watched.take(value);
        if (piece.length > 0) controller.enqueue(piece);
        if (!done) return;
        await close();
        controller.close();
      } catch (error) {
        await close();
        controller.error(error);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).catch(() => undefined);
      await close();
    },
  });
}
