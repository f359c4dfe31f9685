import { CommandFailure } from '../exit.ts';
import { printable } from '../terminal/printable.ts';
import type { ApiReply } from './client.ts';
import { textAt } from './fields.ts';

export interface Problem {
  status: number;
  code: string;
  detail: string;
  /** What the refused call would have needed, where the refusal was for money. */
  requiredUsd: string | undefined;
}

/** Reads an answer that is not 2xx; a body that is no problem+json (a proxy's page) still gives a code and a detail. */
export function readProblem(reply: ApiReply): Problem {
  return {
    status: reply.status,
    code: textAt(reply.body, 'code') ?? `http_${reply.status}`,
    detail: textAt(reply.body, 'detail') ?? textAt(reply.body, 'title') ?? 'the answer does not say why',
    requiredUsd: textAt(reply.body, 'required_usd'),
  };
}

/** The body of a 2xx answer; throws a CommandFailure that reads `code: detail` for any other. */
export function expectSuccess(reply: ApiReply): unknown {
  if (isSuccess(reply)) return reply.body;
  throw problemFailure(readProblem(reply), reply.keyOrigin);
}

export function isSuccess(reply: ApiReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

function problemFailure(problem: Problem, keyOrigin: string | undefined): CommandFailure {
  const advice = adviceFor(problem);
  const isOfKey = problem.code === 'unauthenticated' || problem.code === 'forbidden';
  return new CommandFailure(
    printable(`${problem.code}: ${problem.detail}`),
    isOfKey && keyOrigin !== undefined ? printable(`${advice} ${keyOrigin}`) : advice,
  );
}

const adviceByCode: Readonly<Record<string, string>> = {
  unauthenticated: 'The server does not know this key.',
  forbidden: 'This key may not do that; an admin key may.',
  insufficient_credit: 'Add credit with `cofferdam topup AMOUNT --reference R`.',
  budget_exceeded: 'See `cofferdam budgets list`; raise a limit with `cofferdam budgets set-limit NAME AMOUNT`.',
  store_unavailable:
    'The server cannot reach its database; see its log. It recovers by itself once the database is back.',
  overloaded: 'The server has more work than it can queue; try again with less at once.',
};

function adviceFor(problem: Problem): string | undefined {
  if (problem.code === 'http_404') return 'Is this address a Cofferdam server, and of this version? Check --url.';
  return adviceByCode[problem.code];
}
