const hex = '0123456789abcdef';

/** 128 bits of chance: an Idempotency-Key, or the name of a run. */
export function randomKey(random: (() => number) | null): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  // Pages that did not come over TLS have no randomUUID, and Node 18 has no crypto among its globals.
  if (random === null && crypto?.randomUUID !== undefined) return crypto.randomUUID();
  const next = random ?? Math.random;
  return Array.from({ length: 32 }, () => hex[Math.floor(next() * 16)]).join('');
}
