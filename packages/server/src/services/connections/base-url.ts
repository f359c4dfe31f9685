export type ParsedBaseUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

const maxLength = 2_000;

function refused(reason: string): ParsedBaseUrl {
  return { ok: false, reason };
}

/**
 * Reads the address that a provider's official client takes, and brings it to one form, without a slash at its end: the
 * paths of calls are put behind it.
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  // The URL parser drops line breaks and tabs silently, takes a backslash for a slash, and skips slashes to find a host.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(text))
    return refused('may only have printable ASCII characters, without blanks and backslashes');
  if (text.length > maxLength) return refused(`must be at most ${maxLength} characters`);
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return refused('must be a URL of http or https');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(text))
    return refused('may not have credentials; api_key is where they go');
  if (/[?#]/.test(text)) return refused('may not have a query or a fragment');
  return { ok: true, url: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
}
