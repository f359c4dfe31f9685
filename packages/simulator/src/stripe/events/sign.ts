import { createHmac } from 'node:crypto';

/**
 * The header `Stripe-Signature`: the time in seconds, and for each secret of the endpoint (two while one is replaced) an
 * HMAC-SHA256 of the time and the body.
 */
export function signature(secrets: readonly string[], timestampSeconds: number, body: string): string {
  const marks = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex'),
  );
  return [`t=${timestampSeconds}`, ...marks.map((mark) => `v1=${mark}`)].join(',');
}
