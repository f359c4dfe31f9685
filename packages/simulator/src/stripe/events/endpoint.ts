import type { StripeEvent } from '../books/objects.ts';
import { signature } from './sign.ts';

/** Where events are sent to. */
export interface Endpoint {
  readonly url: string;
  readonly secrets: readonly string[];
}

/** A message as it is posted: who sends it otherwise than here can alter or delay it. */
export interface Signed {
  readonly body: string;
  readonly header: string;
}

export function sign(event: StripeEvent, secrets: readonly string[], timestampSeconds: number): Signed {
  const body = JSON.stringify(event, null, 2);
  return { body, header: signature(secrets, timestampSeconds, body) };
}

/** Posts an event once; resolves to the status, or to null where no answer came. */
export async function post(
  { url, secrets }: Endpoint,
  event: StripeEvent,
  timestampSeconds: number,
): Promise<number | null> {
  const { body, header } = sign(event, secrets, timestampSeconds);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}
