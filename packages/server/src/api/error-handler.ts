import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, type Problem } from '../errors/problem.ts';
import { describeError, type DescribedError } from '../services/describe-error.ts';
import { sendProblem } from './reply.ts';

/** An issue as zod has it: one inside a union carries the issues of each of its branches. */
interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
}

/** The validator hands issues over with their path as a pointer, and the rest of them as parameters. */
interface Validation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Partial<Issue>;
}

interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

const maxProblems = 20;
const maxShownLength = 200;

function issueOf({ keyword, instancePath, message, params }: Validation): Issue {
  const path = instancePath.split('/').filter((part) => part !== '');
  return { ...params, code: keyword, path, message: message ?? 'is invalid' };
}

/** The branch of a union that the value was meant for: the one whose type fits as a whole. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const isOfOtherType = (issue: Issue): boolean => issue.code === 'invalid_type' && issue.path.length === 0;
  return branches.find((issues) => !issues.some(isOfOtherType)) ?? [];
}

/** The fields that are wrong, each with what is wrong with it. */
function problemsOf(issue: Issue, above: readonly PropertyKey[]): FieldProblem[] {
  const path = [...above, ...issue.path];
  const fieldOf = (parts: readonly PropertyKey[]): string =>
    (parts.map(String).join('.') || 'body').slice(0, maxShownLength);
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({ field: fieldOf([...path, key]), problem: 'is not a known field' }));
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors ?? []) : [];
  if (meant.length > 0) return meant.flatMap((inner) => problemsOf(inner, path));
  return [{ field: fieldOf(path), problem: issue.message.slice(0, maxShownLength) }];
}

function validationProblem(error: FastifyError): Problem {
  const issues = (error.validation ?? []) as unknown as readonly Validation[];
  const problems = issues.flatMap((issue) => problemsOf(issueOf(issue), [])).slice(0, maxProblems);
  const detail = problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ') || error.message;
  return problemOf('invalid_request', detail, { field: problems[0]?.field ?? 'body', errors: problems });
}

function problemFor(error: FastifyError): DescribedError {
  if (error.validation !== undefined) return { problem: validationProblem(error) };
  return describeError(error);
}

/** Turns every error into a problem of the registry; what is internal goes to the log only. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, retryAfterSeconds } = problemFor(error);
  if (problem.status >= 500)
    request.log.error({ err: error, code: problem.code, requestId: request.id }, 'request failed');
  return sendProblem(reply, { ...problem, instance: request.id }, retryAfterSeconds);
}
