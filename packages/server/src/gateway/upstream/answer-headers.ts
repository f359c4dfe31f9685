import { tellsCredential } from './hide-credential.ts';
import { type FieldValue, isHopByHop, isSendable, namedByConnection } from './header-names.ts';

const NOT_RETURNED: ReadonlySet<string> = new Set([
  // What arrives encoded is sent decoded.
  'content-encoding',
  // A browser would take these as the gateway's own, for the gateway's own address.
  'alt-svc',
  'clear-site-data',
  'expect-ct',
  'nel',
  'public-key-pins',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  // A client that followed it would take its key of this gateway along.
  'location',
  // It asks for the provider's credentials, which the caller does not have.
  'www-authenticate',
]);

/** They hold for the bytes that the provider sent, and not where the body is changed on the way. */
const OF_THE_BYTES: ReadonlySet<string> = new Set([
  'accept-ranges',
  'content-digest',
  'content-length',
  'content-md5',
  'digest',
  'etag',
  'repr-digest',
]);

/**
 * The headers of an answer that go back to the client: the provider's request id, its rate limits, `retry-after` and all
 * else that its official clients read. `isBodyChanged`: bytes are taken out or decoded on the way. `credential` is what
 * the provider was called with, which no header may repeat.
 */
export function answerHeaders(
  upstream: Readonly<Record<string, FieldValue>>,
  isBodyChanged: boolean,
  credential: string | null = null,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  const named = namedByConnection(upstream['connection']);
  const isChanged = isBodyChanged || upstream['content-encoding'] !== undefined;
  for (const [name, value] of Object.entries(upstream)) {
    if (value === undefined || NOT_RETURNED.has(name) || isHopByHop(name, named)) continue;
    if ((isChanged && OF_THE_BYTES.has(name)) || tellsCredential(value, credential)) continue;
    if ([value].flat().every(isSendable)) headers[name] = value;
  }
  return headers;
}
