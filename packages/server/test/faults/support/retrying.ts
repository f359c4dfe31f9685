import { expect } from 'vitest';
import type { Reply } from '../../lane/support/nodes.ts';

/** Asks until the answer is another than 503, as clients are told to: with the same Idempotency-Key. */
export async function untilAnswered(ask: () => Promise<Reply>): Promise<Reply> {
  const deadlineMs = performance.now() + 30_000;
  for (;;) {
    const reply = await ask();
    if (reply.status !== 503) return reply;
    expect(reply.code).toMatch(/^(store_unavailable|overloaded)$/);
    if (performance.now() > deadlineMs) throw new Error(`still ${reply.text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
