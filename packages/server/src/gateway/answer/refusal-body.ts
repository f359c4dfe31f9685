import type { Problem } from '../../errors/problem.ts';
import type { Protocol } from '../upstream/index.ts';
import { nativeError } from './native-error.ts';

/** What a refused call is answered with. */
export interface RefusalBody {
  readonly contentType: string;
  readonly body: string;
}

/**
 * A problem as a body that serves two readers at once: the members of RFC 9457 at top level, and the error object that
 * the provider's official client looks for. Anthropic's own `type` stands where the problem's would, which is then
 * `problem_type`, so that body is not a problem document; and Gemini's client reads nothing but `application/json`.
 */
export function refusalFor(protocol: Protocol, problem: Problem): RefusalBody {
  const contentType = protocol === 'openai' ? 'application/problem+json' : 'application/json';
  return { contentType, body: JSON.stringify(nativeError(protocol, problem)) };
}
