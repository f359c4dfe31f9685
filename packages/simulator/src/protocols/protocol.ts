import type { Frame, Oddities } from '../delivery/deliver-stream.ts';
import type { Call, Endpoint, Provider } from '../generation/call.ts';
import type { Plan } from '../generation/plan.ts';
import type { JsonObject } from '../http/json.ts';
import type { Refusal } from '../http/refusal.ts';

/** What a protocol can look up of earlier requests. */
export interface Memory {
  /** Tokens that stand behind the id of an earlier response; null where there is none. */
  tokensOfResponse(id: string): number | null;
}

/** The parts of a request that its body is not. */
export interface Target {
  /** The model in the path, where the protocol puts it there. */
  readonly model: string | null;
  readonly stream: boolean;
  /** Whether a stream is asked for as server-sent events; Gemini's other form is an array. */
  readonly sse: boolean;
}

/** The body of an error, as the provider writes it. */
export type WriteRefusal = (refusal: Refusal, requestId: string) => object;

/** One provider's way of saying things: pure functions from the parsed request to a call, and from a plan to bytes. */
export interface Protocol {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  /** Raises Refusal where the provider would. */
  readCall(body: JsonObject, target: Target, memory: Memory): Call;
  writeAnswer(plan: Plan): object;
  frames(plan: Plan): Iterable<Frame>;
  oddities(plan: Plan): Oddities;
  readonly writeRefusal: WriteRefusal;
  readonly idPrefix: string;
}
