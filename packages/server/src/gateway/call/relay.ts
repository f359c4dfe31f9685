import { problemOf, type Problem } from '../../errors/problem.ts';
import { createUsageChunkFilter, cutOffEvents } from '../answer/index.ts';
import { limits } from '../context.ts';
import { createStreamMeter, type MeteredUsage } from '../providers/index.ts';
import { type AnswerBody, problemOfFailure, UpstreamFailed } from '../upstream/index.ts';
import type { ClientReply } from './client-reply.ts';
import type { Drain } from './drain.ts';
import type { OpenCall } from './open-call.ts';
import { createOverrun } from './overrun.ts';

/** What became of an answer on its way to the client. */
export interface Relayed {
  readonly metered: MeteredUsage;
  /** Null where the answer came to its end. */
  readonly broken: Problem | null;
  /** What was held back, for an answer whose head is sent once its cost is known; null where it is on its way. */
  readonly held: Buffer | null;
  /** From the first piece of it to the last. */
  readonly streamedMs: number;
}

export interface RelayOptions {
  readonly call: OpenCall;
  readonly body: AnswerBody;
  readonly client: ClientReply;
  /** Sends the head of the answer, where it does not wait for its cost. */
  readonly begin: () => void;
  readonly isStream: boolean;
  readonly framing: 'sse' | 'json-array';
  readonly drain: Drain;
  readonly monotonicMs: () => number;
  /** Told of what is a fault of ours. */
  readonly onError: (error: unknown) => void;
}

/** Bytes that wait for their head; null once they are too many, or never where the answer streams. */
class Held {
  #chunks: Buffer[] | null;
  #bytes = 0;

  constructor(isHolding: boolean) {
    this.#chunks = isHolding ? [] : null;
  }

  /** Takes the chunk, or gives back all that must be sent now. */
  take(chunk: Buffer): readonly Buffer[] {
    if (this.#chunks === null) return [chunk];
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= limits.heldBytes) return [];
    const chunks = this.#chunks;
    this.#chunks = null;
    return chunks;
  }

  rest(): Buffer | null {
    return this.#chunks === null ? null : Buffer.concat(this.#chunks, this.#bytes);
  }
}

function problemIn({ call, onError }: RelayOptions, error: unknown): Problem {
  if (call.stopped !== null) return call.stopped;
  if (error instanceof UpstreamFailed) return problemOfFailure(error);
  // What was metered is kept whatever went wrong: the call has cost something.
  onError(error);
  return problemOf('internal', 'something went wrong on the server');
}

/** What looks at an answer on its way: its usage, the chunk that only we asked for, and whether it passes its cap. */
function watchersOf({ call, isStream }: RelayOptions) {
  const { asked, billTo, grantedOutputTokens, bound } = call.facts;
  const { kind } = call.endpoint;
  const maxEventBytes = isStream ? undefined : limits.meteredBytes;
  const isOurs = isStream && kind === 'openai-chat' && !asked.usageAsked;
  return {
    meter: createStreamMeter(kind, { provider: billTo.provider, maxEventBytes }),
    filter: isOurs ? createUsageChunkFilter() : null,
    overrun: createOverrun(grantedOutputTokens * bound.choices),
  };
}

/**
 * Passes an answer on as it comes, byte for byte, and meters it on the way. An answer that streams is sent at once, at the
 * pace of a client that reads slowly; any other is held until its cost is known, or until it is too long for that. Does
 * not end the client's answer: that waits for the settle.
 */
export async function relay(options: RelayOptions): Promise<Relayed> {
  const { call, body, client, isStream } = options;
  const { kind } = call.endpoint;
  const { meter, filter, overrun } = watchersOf(options);
  const held = new Held(!isStream);

  const startedMs = options.monotonicMs();
  let tail: Uint8Array = new Uint8Array();

  const pass = async (chunks: readonly Uint8Array[]): Promise<void> => {
    if (chunks.length > 0 && !client.isBegun) options.begin();
    for (const chunk of chunks) {
      if (chunk.length > 0) tail = chunk;
      await client.write(chunk, call.signal);
    }
  };
  const growIfPassed = async (): Promise<void> => {
    if (!isStream) return;
    // A large piece may be worth more than one step.
    while (call.stopped === null && overrun.isPassed(meter.delivered())) {
      await call.grow();
      overrun.grow();
    }
  };

  try {
    if (isStream) options.begin();
    for await (const chunk of body) {
      meter.push(chunk);
      if (client.isLeft) options.drain.take(chunk);
      else await pass(filter === null ? held.take(chunk) : filter.push(chunk));
      await growIfPassed();
      if (call.stopped !== null) break;
    }
    if (call.stopped === null && filter !== null) await pass(filter.end());
    const metered = meter.end();
    return call.stopped === null
      ? { metered, broken: null, held: held.rest(), streamedMs: streamedMs() }
      : breakOff(call.stopped, metered);
  } catch (error) {
    const metered = meter.end();
    return breakOff(problemIn(options, error), metered);
  } finally {
    body.destroy();
  }

  function streamedMs(): number {
    return options.monotonicMs() - startedMs;
  }

  function breakOff(problem: Problem, metered: MeteredUsage): Relayed {
    const { requestId: responseId, model, createdMs } = metered;
    const soFar = { tail, framing: options.framing, responseId, model, createdMs };
    // Not waited for: the call is over, and its money must not hang on a client that does not read.
    if (isStream && client.isBegun) void client.write(cutOffEvents(kind, problem, soFar), call.signal);
    return { metered, broken: problem, held: null, streamedMs: streamedMs() };
  }
}
