import type { IncomingMessage } from 'node:http';

/** The credential of a request, wherever the providers' clients put it; null where there is none. */
export function readCredential({ headers }: IncomingMessage, url: URL): string | null {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  for (const name of ['x-api-key', 'x-goog-api-key']) {
    const value = headers[name];
    if (typeof value === 'string') return value;
  }
  return bearer ?? url.searchParams.get('key');
}
