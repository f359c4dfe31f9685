import { parseAddress } from '../outbound/parse-address.ts';

export type ParsedBaseUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads the address that a provider's official client takes, and brings it to one form, without a slash at its end: the
 * paths of calls are put behind it.
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const parsed = parseAddress(text);
  if (!parsed.ok) return parsed;
  if (/[?#]/.test(text)) return { ok: false, reason: 'may not have a query or a fragment' };
  const { origin, pathname } = parsed.url;
  return { ok: true, url: `${origin}${pathname}`.replace(/\/+$/, '') };
}
