import type { Behaviour } from '../behaviour/behaviour.ts';
import type { Clock } from './clock.ts';
import type { Sink } from './sink.ts';

/** One event of a stream as bytes on the wire, and the token that was generated for it, if any. */
export interface Frame {
  /** Empty for a token that the protocol does not show. */
  readonly text: string;
  readonly token?: 'visible' | 'hidden';
}

/** What can stand in a stream besides its plan, in the words of its protocol. */
export interface Oddities {
  /** The event that says the answer failed, and whatever must follow it. */
  readonly failure: string;
  /** A harmless event with a line of about so many bytes. */
  filler(lineBytes: number): string;
  readonly malformed: string;
  /** Empty where the protocol has no comments. */
  readonly comment: string;
}

export interface Streaming {
  readonly frames: Iterable<Frame>;
  /** Asked only where one is to be sent: most streams have none. */
  readonly oddities: () => Oddities;
  readonly behaviour: Behaviour;
  readonly sink: Sink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called for each token before it is sent: from then on it is billed. */
  readonly generated: (token: 'visible' | 'hidden', sent: boolean) => void;
}

export type StreamEnd = 'completed' | 'aborted' | 'hung_up' | 'failed';

/** Sends a stream at the pace and with the faults that its behaviour asks for, and tells how it ended. */
export async function deliverStream(streaming: Streaming): Promise<StreamEnd> {
  const { behaviour, sink, signal } = streaming;
  const pace = createPace(streaming);
  const frames = streaming.frames[Symbol.iterator]();
  let tokens = 0;
  for (;;) {
    const fault = await meetFault(streaming, tokens);
    if (fault === 'aborted') return goOn(streaming, frames);
    if (fault !== null) return fault;
    const next = frames.next();
    if (next.done === true) break;
    const { token, text } = next.value;
    if (token !== undefined) {
      await pace(tokens);
      if (signal.aborted) return goOn(streaming, frames, token);
      if (tokens === 1) await sendOddities(streaming);
      streaming.generated(token, true);
      tokens += 1;
    }
    if (text !== '') await sink.write(text);
    if (behaviour.comments && text !== '') await sink.write(streaming.oddities().comment);
    if (signal.aborted) return goOn(streaming, frames);
  }
  await sink.end();
  return signal.aborted ? 'aborted' : 'completed';
}

/** Waits until the token at a place is due. The pace is held from the start, so that late timers do not add up. */
function createPace({ behaviour, clock, signal }: Streaming): (place: number) => Promise<void> {
  const start = clock.now();
  const { tokensPerSecond } = behaviour;
  return async (place) => {
    if (tokensPerSecond <= 0) return;
    const waitMs = start + (place * 1000) / tokensPerSecond - clock.now();
    if (waitMs >= 1) await clock.sleep(waitMs, signal);
  };
}

async function meetFault(streaming: Streaming, tokens: number): Promise<StreamEnd | null> {
  const { behaviour, sink, signal } = streaming;
  if (behaviour.hangUpAfterTokens === tokens) {
    await sink.hangUp();
    return 'hung_up';
  }
  if (behaviour.failAfterTokens === tokens) {
    await sink.write(streaming.oddities().failure);
    await sink.end();
    return 'failed';
  }
  if (behaviour.stallAfterTokens === tokens) {
    await untilAborted(signal);
    return 'aborted';
  }
  return null;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function sendOddities({ behaviour, sink, oddities }: Streaming): Promise<void> {
  if (behaviour.hugeLineBytes > 0) await sink.write(oddities().filler(behaviour.hugeLineBytes));
  if (behaviour.malformed) await sink.write(oddities().malformed);
}

/** The client is gone: what is generated until that is noticed is billed, and no one gets it. */
function goOn(streaming: Streaming, frames: Iterator<Frame>, pulled?: Frame['token']): StreamEnd {
  const { behaviour, generated } = streaming;
  let left = behaviour.finishAborted ? Number.POSITIVE_INFINITY : behaviour.lagTokens;
  let token = pulled;
  while (left > 0) {
    if (token !== undefined) {
      generated(token, false);
      left -= 1;
    }
    const next = frames.next();
    if (next.done === true) break;
    token = next.value.token;
  }
  return 'aborted';
}
