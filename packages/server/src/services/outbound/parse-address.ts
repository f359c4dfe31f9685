export type ParsedAddress = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string };

const maxLength = 2_000;

function refused(reason: string): ParsedAddress {
  return { ok: false, reason };
}

/** Reads the address of something that the server is to call, strictly: what is checked must be what is called. */
export function parseAddress(text: string): ParsedAddress {
  // The URL parser drops line breaks and tabs silently, takes a backslash for a slash, and skips slashes to find a host.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(text))
    return refused('may only have printable ASCII characters, without blanks and backslashes');
  if (text.length > maxLength) return refused(`must be at most ${maxLength} characters`);
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return refused('must be a URL of http or https');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(text))
    return refused('may not have credentials');
  return { ok: true, url };
}
