import { ApiError, CofferdamError } from '../errors/index.ts';

const refusals = new WeakMap<Headers, CofferdamError>();

/**
 * The answer that a client library gets instead of the provider's: it must be none that it tries again. Its error has the
 * headers of the answer, by which `refusalOf` finds the true one.
 */
export function refusalResponse(refusal: CofferdamError): Response {
  const { code, isFinal } = refusal;
  const status = refusal.status || (isFinal ? 422 : 503);
  const problem = refusal instanceof ApiError ? refusal.problem : {};
  const error = { message: refusal.message, type: code, code, param: null };
  const headers = { 'content-type': 'application/json', 'x-should-retry': 'false' };
  const response = new Response(JSON.stringify({ ...problem, type: 'error', error }), { status, headers });
  refusals.set(response.headers, refusal);
  return response;
}

/** Why a call was refused before it was made: the error behind that of the client library. Null where it was something else. */
export function refusalOf(error: unknown): CofferdamError | null {
  if (error instanceof CofferdamError) return error;
  const { headers, cause } = (error ?? {}) as { headers?: unknown; cause?: unknown };
  if (headers instanceof Headers) return refusals.get(headers) ?? null;
  return cause === undefined ? null : refusalOf(cause);
}
