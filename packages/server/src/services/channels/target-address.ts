import { invalidField } from '../../errors/problem.ts';
import { TargetForbidden, type TargetGuard } from '../outbound/target-guard.ts';

const maxLength = 2_000;

export type ParsedAddress =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

function refused(reason: string): ParsedAddress {
  return { ok: false, reason };
}

/** Reads the address of a receiver. A query is allowed: many receivers are told apart by one. */
export function parseAddress(text: string): ParsedAddress {
  // The URL parser drops line breaks and tabs silently, and takes a backslash for a slash.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(text))
    return refused('may only have printable ASCII characters, without blanks and backslashes');
  if (text.length > maxLength) return refused(`must be at most ${maxLength} characters`);
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return refused('must be a URL of http or https');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(text))
    return refused('may not have credentials');
  if (text.includes('#')) return refused('may not have a fragment');
  return { ok: true, url: url.href };
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
