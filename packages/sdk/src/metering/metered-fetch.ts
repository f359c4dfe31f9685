import { CofferdamError } from '../errors/index.ts';
import { type Held, nothingSpent } from '../spending/held.ts';
import type { Spender } from '../spending/spender.ts';
import { actualOf, admit, isFree, isUnsent, type MeterOptions } from './admission.ts';
import { type Asked, UnboundedCallError } from './bounds/bound.ts';
import { isRecord } from './json.ts';
import { meteredStream } from './metered-stream.ts';
import { type Protocol, protocolOf } from './protocols.ts';
import { refusalResponse } from './refusal-response.ts';

/** `fetch`, as client libraries call it. */
export type AnyFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

interface Call {
  readonly protocol: Protocol;
  readonly asked: Asked;
  readonly provider: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The answer with another body; it knows its address still, which some look at. */
function withBody(response: Response, body: string | ReadableStream<Uint8Array>): Response {
  const { status, statusText, headers, url } = response;
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}

async function takeAnswer(response: Response, held: Held, call: Call): Promise<Response> {
  const { protocol, asked, provider } = call;
  if (!response.ok) {
    await held.closeOrTell(isFree(response.status) ? nothingSpent : { usage: null });
    return response;
  }
  if (asked.stream && response.body !== null) return withBody(response, meteredStream(response.body, held, call));
  const text = await response.text().catch(async (error: unknown) => {
    await held.closeOrTell({ usage: null });
    throw error;
  });
  const answer = parsed(text);
  await held.closeOrTell(actualOf(isRecord(answer) ? protocol.answered(answer) : null, asked, provider));
  return withBody(response, text);
}

function readCall(
  protocol: Protocol,
  init: RequestInit | undefined,
  options: MeterOptions & { provider: string },
): Call {
  const body = typeof init?.body === 'string' ? parsed(init.body) : null;
  if (!isRecord(body)) throw new UnboundedCallError('a body that is no JSON text cannot be metered');
  return { protocol, asked: protocol.asked(body, options), provider: options.provider };
}

/**
 * A `fetch` for a client library: what costs money is reserved at its upper bound before, and settled with the usage of
 * the provider's own answer after. What is refused is answered so that no library asks again, and so is what costs money
 * and cannot be metered. The provider's key and answers go nowhere else.
 */
export function meteredFetch(
  on: Spender,
  options: MeterOptions & { readonly provider: string },
  inner: AnyFetch = (input, init) => globalThis.fetch(input, init),
): AnyFetch {
  return async (input, init) => {
    const asked = input instanceof Request ? input : { method: 'GET', url: input.toString() };
    const method = (init?.method ?? asked.method).toUpperCase();
    const protocol = protocolOf(method, asked.url);
    if (protocol === 'free') return inner(input, init);
    let call: Call;
    let held: Held;
    try {
      if (protocol === null) throw new UnboundedCallError(`${method} ${asked.url} is not metered`);
      call = readCall(protocol, init, options);
      held = await admit(on, call.asked, options, init?.signal);
    } catch (error) {
      if (error instanceof CofferdamError) return refusalResponse(error);
      throw error;
    }
    const response = await inner(input, { ...init, body: JSON.stringify(call.asked.body) }).catch(
      async (error: unknown) => {
        await held.closeOrTell(isUnsent(error) ? nothingSpent : { usage: null });
        throw error;
      },
    );
    return takeAnswer(response, held, call);
  };
}
