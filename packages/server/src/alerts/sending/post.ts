import { Agent, request } from 'undici';
import { TargetForbidden, type TargetGuard } from '../../services/outbound/target-guard.ts';

/** What a receiver answered, as far as it is looked at. */
export interface Posted {
  readonly status: number;
  /** At most the first few kilobytes. */
  readonly body: string;
  readonly retryAfterMs: number | null;
}

/** No answer that could be understood; the message says why, for people. */
export class PostFailed extends Error {}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

export interface Poster {
  /** Posts once, follows no redirect. Raises `PostFailed`. */
  post(request: PostRequest): Promise<Posted>;
  close(): Promise<void>;
}

/** A body is not what an attempt waits for: past this much, or past its time, the rest is left where it is. */
const maxBodyBytes = 4_096;

const maxSockets = 64;

async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= maxBodyBytes) break;
    }
  } catch {
    // The status is the answer; a body that breaks off changes nothing about it.
  }
  return Buffer.concat(parts).subarray(0, maxBodyBytes).toString('utf8');
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfterOf(header: string | string[] | undefined, nowMs: number): number | null {
  if (typeof header !== 'string') return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function reasonOf(error: unknown, timeoutMs: number, isOurs: boolean): string {
  if (isOurs) return 'the server is stopping';
  if (error instanceof TargetForbidden) return error.message;
  if (!(error instanceof Error)) return 'no connection could be made';
  if (error.cause instanceof TargetForbidden) return error.cause.message;
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  const { code } = error as Error & { readonly code?: string };
  return code === undefined ? 'the answer cannot be read' : `no answer: ${code}`;
}

/** Posts to the public internet, and to what the operator allowed: every address is checked before it is used. */
export function createPoster(guard: TargetGuard, timeoutMs: number): Poster {
  const agent = new Agent({
    connect: { lookup: guard.lookup, timeout: timeoutMs },
    connections: maxSockets,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 16_384,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 4_000,
  });

  async function post({ url, headers, body, nowMs, signal }: PostRequest): Promise<Posted> {
    try {
      // Only names are looked up on the way; an address in the URL is checked here.
      guard.checkUrl(new URL(url));
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body, signal: limit });
      const retryAfterMs = retryAfterOf(answer.headers['retry-after'], nowMs);
      return { status: answer.statusCode, body: await readStart(answer.body), retryAfterMs };
    } catch (error) {
      throw new PostFailed(reasonOf(error, timeoutMs, signal.aborted), { cause: error });
    }
  }

  return { post, close: () => agent.destroy() };
}
