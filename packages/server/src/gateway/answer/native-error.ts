import type { Problem } from '../../errors/problem.ts';
import type { Protocol } from '../upstream/index.ts';

/** OpenAI's words for kinds of errors, but not its `insufficient_quota`: clients take that one for a 429, and try again. */
const OPENAI_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/**
 * LangChain's client tries every 422 six times more, whatever its headers say; this code alone stops it. A refusal must be
 * one call, so it is sent instead of our own, which is then the type.
 */
const FINAL_422 = 'insufficient_quota';

/** Anthropic's, from the documentation of its errors. */
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

/**
 * Names of google.rpc.Code. For 402 there is none of its own; `FAILED_PRECONDITION` is the one that says not to try again
 * before something was changed, where `RESOURCE_EXHAUSTED` would invite to wait.
 */
const GOOGLE_STATUSES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  402: 'FAILED_PRECONDITION',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** A problem in the words of a provider's own errors, as its official client reads them; the problem's members beside. */
export type NativeError = Readonly<Record<string, unknown>>;

function messageOf({ title, detail }: Problem): string {
  return `${title}: ${detail}`;
}

/** What a program needs that wants to go on for less, or later. */
const keptMembers = ['budget_name', 'available_usd', 'required_usd', 'resets_at', 'alternatives'] as const;

/** OpenAI's client keeps nothing of a body but its `error`, so these stand there too. */
function membersKept(problem: Problem): NativeError {
  return Object.fromEntries(keptMembers.filter((name) => name in problem).map((name) => [name, problem[name]]));
}

function openAiError(problem: Problem): NativeError {
  const { status, code, field } = problem;
  const type =
    status === 422 ? code : (OPENAI_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error'));
  const said = status === 422 ? FINAL_422 : code;
  const error = { message: messageOf(problem), type, code: said, param: field ?? null, ...membersKept(problem) };
  return { ...problem, error };
}

function anthropicError(problem: Problem): NativeError {
  const { type: problemType, ...members } = problem;
  const type = ANTHROPIC_TYPES[problem.status] ?? (problem.status < 500 ? 'invalid_request_error' : 'api_error');
  const error = { type, message: messageOf(problem), details: { error_code: problem.code } };
  // `type` has to be the provider's here, so the problem's moves.
  return { ...members, problem_type: problemType, type: 'error', error };
}

function geminiError(problem: Problem): NativeError {
  const { status: code } = problem;
  const status = GOOGLE_STATUSES[code] ?? (code < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
  const reason = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: problem.code.toUpperCase(),
    domain: 'cofferdam',
  };
  return { ...problem, error: { code, message: messageOf(problem), status, details: [reason] } };
}

export function nativeError(protocol: Protocol, problem: Problem): NativeError {
  switch (protocol) {
    case 'openai':
      return openAiError(problem);
    case 'anthropic':
      return anthropicError(problem);
    case 'gemini':
      return geminiError(problem);
  }
}
