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

/** Who calls. Raises `unauthenticated`, which tells nothing of why. */
export async function identifyCaller(authenticator: Authenticator, headers: IncomingHttpHeaders): Promise<Principal> {
  const key = keyOf(headers);
  const found = key === null ? null : authenticator.authenticate(key);
  const principal = found instanceof Promise ? await found : found;
  return principal ?? fail('unauthenticated', 'a valid key is needed');
}
