import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError, problemOf, type Problem } from '../errors/problem.ts';
import { isConnectionFailure, Overloaded, StoreUnavailable } from '../services/lane/failures.ts';
import { UnknownOrg } from '../services/lane/run-batch.ts';
import { sendProblem } from './reply.ts';

interface Issue {
  readonly instancePath?: string;
  readonly message?: string;
  readonly params?: { readonly issue?: { readonly path?: readonly PropertyKey[]; readonly code?: string; readonly keys?: readonly string[] } };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** The fields that were wrong, each with what is wrong with it. */
function problemsOf(issues: readonly Issue[]): { field: string; problem: string }[] {
  return issues.slice(0, 20).flatMap(({ instancePath, message, params }) => {
    const issue = params?.issue;
    const path = issue?.path ?? (instancePath ?? '').split('/').filter(Boolean);
    if (issue?.code === 'unrecognized_keys') {
      return (issue.keys ?? []).slice(0, 20).map((key) => ({ field: pathText([...path, key]).slice(0, 200), problem: 'is not a known field' }));
    }
    return [{ field: pathText(path) || 'body', problem: message ?? 'is invalid' }];
  });
}

function validationProblem(error: FastifyError): Problem {
  const problems = problemsOf((error.validation ?? []) as readonly Issue[]);
  const detail = problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ') || error.message;
  return problemOf('invalid_request', detail, { field: problems[0]?.field ?? 'body', errors: problems });
}

const clientErrors: { readonly [code: string]: 'payload_too_large' | 'unsupported_media_type' | 'invalid_request' } = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

function problemFor(error: FastifyError): { problem: Problem; retryAfterSeconds?: number | undefined } {
  if (error instanceof ProblemError) return error;
  if (error.validation !== undefined) return { problem: validationProblem(error) };
  if (error instanceof Overloaded) return { problem: problemOf('overloaded', error.message), retryAfterSeconds: 1 };
  if (error instanceof UnknownOrg) return { problem: problemOf('not_found', 'there is no such org') };
  const known = clientErrors[error.code];
  if (known !== undefined) return { problem: problemOf(known, error.message) };
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { problem: problemOf('invalid_request', error.message, { field: 'body' }) };
  }
  if (error instanceof StoreUnavailable || isConnectionFailure(error)) {
    return { problem: problemOf('store_unavailable', 'the store cannot answer'), retryAfterSeconds: 1 };
  }
  return { problem: problemOf('internal', 'something went wrong on the server') };
}

/** Turns every error into a problem of the registry; what is internal goes to the log only. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, retryAfterSeconds } = problemFor(error);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  return sendProblem(reply, { ...problem, instance: request.id }, retryAfterSeconds);
}
