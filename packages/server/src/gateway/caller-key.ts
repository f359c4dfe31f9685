import type { IncomingHttpHeaders } from 'node:http';
import { fail } from '../errors/problem.ts';
import type { Authenticator } from '../services/keys/authenticate.ts';
import type { Principal } from '../services/keys/principal.ts';

const maxKeyLength = 256;

/** The caller's key, wherever its provider's official client puts it. */
function keyOf(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers;
  const bearer = authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7).trim() : null;
  const key = [bearer, headers['x-api-key'], headers['x-goog-api-key']].find(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  return key === undefined || key.length > maxKeyLength ? null : key;
}

const expected = 'send a Cofferdam key (cfd_…) as Authorization: Bearer, x-api-key or x-goog-api-key';

/** As the keys of the providers begin that people most often leave in a client. */
const providersKey = /^(sk-|AIza)/;

function advice(key: string | null): string {
  if (key === null || !providersKey.test(key)) return expected;
  return `this is a provider's key, which belongs to a connection of the server: ${expected}`;
}

/** Who calls. Raises `unauthenticated`, which tells nothing of why but what the key's own beginning shows. */
export async function identifyCaller(authenticator: Authenticator, headers: IncomingHttpHeaders): Promise<Principal> {
  const key = keyOf(headers);
  const found = key === null ? null : authenticator.authenticate(key);
  const principal = found instanceof Promise ? await found : found;
  return principal ?? fail('unauthenticated', advice(key));
}
