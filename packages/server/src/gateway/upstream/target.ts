import { fail } from '../../errors/problem.ts';

/** What a call is sent to, as a connection has it. */
export interface UpstreamBase {
  readonly provider: ConnectionProvider;
  /** What the official client of the provider takes as its base URL. */
  readonly baseUrl: string;
}

export type ConnectionProvider = 'openai' | 'anthropic' | 'gemini' | 'openai-compatible' | 'simulator';

/** What RFC 3986 lets a segment of a path consist of; anything else would be changed on the way, or end the path. */
const SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+$/;

/** Credentials in a query: the provider gets its own from the connection, and never the caller's. */
const CREDENTIALS: ReadonlySet<string> = new Set(['key', 'api_key', 'api-key', 'access_token', 'oauth_token']);

/** Parameters of Google's front end that would take the usage out of the answer or wrap it; so would `$…`. */
const RESHAPING: ReadonlySet<string> = new Set(['fields', 'callback']);

/** How often a segment is decoded in search of dots: some servers decode what a proxy before them decoded already. */
const MAX_DECODINGS = 4;

function isUnsafe(segment: string): boolean {
  if (!SEGMENT.test(segment)) return true;
  let text = segment;
  for (let turn = 0; turn < MAX_DECODINGS; turn += 1) {
    if (text.includes('\\') || text.split('/').some((part) => part === '.' || part === '..')) return true;
    if (!text.includes('%')) return false;
    // Byte by byte, as a malformed sequence of UTF-8 must not hide what stands beside it.
    const decoded = text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (decoded === text) return false;
    text = decoded;
  }
  return true;
}

/** The client of OpenAI takes `…/v1` as its base, the others the root. */
function pathBelow(provider: ConnectionProvider, endpointPath: string): string {
  const isOpenAi = provider === 'openai' || provider === 'openai-compatible';
  return isOpenAi && endpointPath.startsWith('/v1/') ? endpointPath.slice('/v1'.length) : endpointPath;
}

function queryOf(base: URL, query: string): string {
  const parameters = new URLSearchParams(base.search);
  for (const [name, value] of new URLSearchParams(query)) {
    const isDropped =
      CREDENTIALS.has(name) || RESHAPING.has(name) || name.startsWith('$') || base.searchParams.has(name);
    if (!isDropped) parameters.append(name, value);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

/**
 * Where a call goes. `endpointPath` is the path after the connection as the client sent it, still encoded; `query` is
 * what followed its question mark. Raises the problem `not_found` for a path that would not stay below the base URL.
 */
export function upstreamUrl({ provider, baseUrl }: UpstreamBase, endpointPath: string, query: string): URL {
  const base = new URL(baseUrl);
  const [root, ...segments] = pathBelow(provider, endpointPath).split('/');
  if (root !== '' || segments.length === 0 || segments.some(isUnsafe)) fail('not_found', 'there is no such path');
  const path = `${base.pathname.replace(/\/+$/, '')}/${segments.join('/')}`;
  const url = new URL(`${base.origin}${path}${queryOf(base, query)}`);
  // What is checked above makes this true; it is checked all the same, since a credential goes wherever this leads.
  if (url.origin !== base.origin || url.pathname !== path) fail('not_found', 'there is no such path');
  return url;
}
