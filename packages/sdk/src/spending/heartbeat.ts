import { CofferdamError } from '../errors/index.ts';
import type { Connection } from '../transport/connection.ts';

/** Extends a reservation three times in its life, until it is told to stop; then its timer is gone too. */
export function startHeartbeat(
  extend: () => Promise<unknown>,
  ttlSeconds: number,
  { settings: { clock } }: Pick<Connection, 'settings'>,
): () => void {
  const over = new AbortController();
  async function beat(): Promise<void> {
    for (;;) {
      await clock.wait((ttlSeconds * 1000) / 3, over.signal);
      if (over.signal.aborted) return;
      const error: unknown = await extend().then(
        () => null,
        (reason: unknown) => reason,
      );
      // Closed by somebody, or expired: a settle is booked all the same.
      if (error instanceof CofferdamError && error.isFinal) return;
    }
  }
  void beat();
  return () => over.abort();
}
