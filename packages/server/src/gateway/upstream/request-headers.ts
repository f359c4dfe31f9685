import { type FieldValue, isHopByHop, isSendable, namedByConnection } from './header-names.ts';
import type { ConnectionProvider } from './target.ts';
import { UpstreamFailed } from './upstream-failed.ts';

/** Which provider's official client the endpoint speaks to. */
export type Protocol = 'openai' | 'anthropic' | 'gemini';

/** What proves to the provider who calls. */
export interface Credential {
  readonly provider: ConnectionProvider;
  readonly protocol: Protocol;
  /** Null where the upstream wants none. */
  readonly apiKey: string | null;
}

const NOT_FORWARDED: ReadonlySet<string> = new Set([
  // The caller's own credentials, under every name that a client gives them.
  'api-key',
  'authorization',
  'cookie',
  'cookie2',
  'x-api-key',
  'x-goog-api-key',
  // They describe the caller's message; ours is another, with a body of our own.
  'accept-encoding',
  'content-digest',
  'content-encoding',
  'content-length',
  'content-md5',
  'content-type',
  'digest',
  'expect',
  'host',
  'repr-digest',
  // Some servers take these for the method or the path of the request, which would then be another than was checked.
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
  // Who is behind the gateway is nobody's business there.
  'cf-connecting-ip',
  'forwarded',
  'true-client-ip',
  'via',
  'x-client-ip',
  'x-real-ip',
]);

/** The header that each provider's own client sends its key in. */
function credentialHeader({ provider, protocol }: Credential): 'authorization' | 'x-api-key' | 'x-goog-api-key' {
  const spoken = provider === 'simulator' ? protocol : provider;
  if (spoken === 'anthropic') return 'x-api-key';
  return spoken === 'gemini' ? 'x-goog-api-key' : 'authorization';
}

/**
 * The headers of the request to the upstream: the client's, such as `anthropic-beta`, `openai-organization` or its
 * idempotency key, without what ends here, and with the connection's credential. `body` says whether there is one; it is
 * JSON. Raises `UpstreamFailed` where the credential cannot be sent.
 */
export function requestHeaders(
  client: Readonly<Record<string, FieldValue>>,
  credential: Credential,
  hasBody: boolean,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const named = namedByConnection(client['connection']);
  for (const [name, value] of Object.entries(client)) {
    if (value === undefined || NOT_FORWARDED.has(name) || name.startsWith('x-forwarded-')) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    if (!isHopByHop(name, named) && isSendable(text)) headers[name] = text;
  }
  const { apiKey } = credential;
  if (apiKey !== null) {
    if (!isSendable(apiKey)) throw new UpstreamFailed('protocol', "the connection's key is no header value", false);
    const name = credentialHeader(credential);
    headers[name] = name === 'authorization' ? `Bearer ${apiKey}` : apiKey;
  }
  if (hasBody) headers['content-type'] = 'application/json';
  headers['accept-encoding'] = 'identity';
  return headers;
}
