import { invalidField } from '../../errors/problem.ts';
import { parseAddress } from '../outbound/parse-address.ts';
import { TargetForbidden, type TargetGuard } from '../outbound/target-guard.ts';

export type ParsedReceiver =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

/** Reads the address of a receiver. A query is allowed: many receivers are told apart by one. */
export function parseReceiver(text: string): ParsedReceiver {
  const parsed = parseAddress(text);
  if (!parsed.ok) return parsed;
  return text.includes('#') ? { ok: false, reason: 'may not have a fragment' } : { ok: true, url: parsed.url.href };
}

/** What may be shown of an address that is itself a secret. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Raises `invalid_request` for an address that may not be called; a host that is a name is checked when it is used. */
export function requireReachable(targets: TargetGuard, field: string, url: string): void {
  try {
    targets.checkUrl(new URL(url));
  } catch (error) {
    if (!(error instanceof TargetForbidden)) throw error;
    invalidField(field, error.message);
  }
}

/** The same for a host and a port that speak SMTP. */
export function requireReachableHost(targets: TargetGuard, host: string): void {
  const bare = host.includes(':') ? `[${host}]` : host;
  requireReachable(targets, 'host', `https://${bare}/`);
}
