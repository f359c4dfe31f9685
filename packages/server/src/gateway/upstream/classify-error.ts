import { TargetForbidden } from '../../services/outbound/target-guard.ts';
import { UpstreamFailed, type UpstreamFailure } from './upstream-failed.ts';

const TIMED_OUT: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** Our own side: a request that undici does not take, as it would not be HTTP. */
const REFUSED: ReadonlySet<string> = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What the parser says where the other side was gone in the middle of its answer; its errors have no codes. */
const CUT_OFF = 'Invalid EOF state';

function afterSending(error: Error, code: string): UpstreamFailure {
  if (TIMED_OUT.has(code)) return 'timeout';
  if (error.name === 'HTTPParserError') return error.message.includes(CUT_OFF) ? 'reset' : 'protocol';
  return code === 'UND_ERR_HEADERS_OVERFLOW' ? 'protocol' : 'reset';
}

/** The guard's refusal may come as the cause of another error, or as one of several where many addresses were tried. */
function isForbidden(error: unknown, depth = 0): boolean {
  if (error instanceof TargetForbidden) return true;
  if (!(error instanceof Error) || depth > 4) return false;
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...parts, error.cause].some((part) => isForbidden(part, depth + 1));
}

/** Names an error that undici reports. `isStarted`: a connection was given to the request, so that bytes may have left. */
export function classifyError(error: Error, isStarted: boolean): UpstreamFailed {
  const code = codeOf(error);
  const said = code === '' ? error.message : `${code}: ${error.message}`;
  if (isStarted) return new UpstreamFailed(afterSending(error, code), said, true, { cause: error });
  if (isForbidden(error)) return new UpstreamFailed('forbidden_target', said, false, { cause: error });
  return new UpstreamFailed(REFUSED.has(code) ? 'protocol' : 'connect', said, false, { cause: error });
}
