import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError } from '../../errors/problem.ts';
import type { OpenConnection } from '../../services/connections/connection-book.ts';
import type { Endpoint } from '../endpoints.ts';
import type { GatewayPath } from '../gateway-path.ts';
import { problemOfFailure, requestHeaders, UpstreamFailed, upstreamUrl } from '../upstream/index.ts';

/** Where a call goes, and as what. */
export interface PreparedRequest {
  readonly url: URL;
  readonly headers: Record<string, string>;
  /** Gemini streams the elements of one JSON array, unless it is asked for events. */
  readonly framing: 'sse' | 'json-array';
}

/** Raises a problem where nothing could be sent: before money is held for it. */
export function prepareRequest(
  connection: OpenConnection,
  endpoint: Endpoint,
  { rest, query }: GatewayPath,
  client: IncomingHttpHeaders,
  hasBody: boolean,
): PreparedRequest {
  const url = upstreamUrl(connection, rest, query);
  const { provider, credential: apiKey } = connection;
  const isArray = endpoint.protocol === 'gemini' && url.searchParams.get('alt') !== 'sse';
  try {
    const headers = requestHeaders(client, { provider, protocol: endpoint.protocol, apiKey }, hasBody);
    return { url, headers, framing: isArray ? 'json-array' : 'sse' };
  } catch (error) {
    if (error instanceof UpstreamFailed) throw new ProblemError(problemOfFailure(error));
    throw error;
  }
}
