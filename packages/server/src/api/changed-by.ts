import type { FastifyRequest } from 'fastify';
import type { Outcome } from '@cofferdam/core';
import { invalidField } from '../errors/problem.ts';
import type { Change, ChangedBy } from '../services/audit/change.ts';
import type { LaneCommand } from '../services/lane/command.ts';

const header = 'x-cofferdam-reason';
const maxReasonLength = 500;

/** A header is bytes: UTF-8 as most clients send it, Latin-1 where it is not. */
function textOf(value: string): string {
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return (text.includes('�') ? value : text).trim();
}

/** Whose key it is, and the reason in `x-cofferdam-reason`, for the audit log. Raises `invalid_request`. */
export function changedBy(request: Pick<FastifyRequest, 'headers' | 'principal'>): ChangedBy {
  const { keyId, keyName, person } = request.principal;
  const actor = { kind: person === null ? 'key' : 'person', id: keyId, name: keyName } as const;
  const given = request.headers[header];
  if (given === undefined) return { actor, reason: null };
  const reason = textOf(String(given));
  const isSound = reason !== '' && reason.length <= maxReasonLength && !/\p{Cc}/u.test(reason);
  if (!isSound) invalidField(header, `must be 1 to ${maxReasonLength} characters on one line`);
  return { actor, reason };
}

/** What the audit log is told of a command, where it takes effect. Raises `invalid_request`. */
export function auditOf(
  request: Pick<FastifyRequest, 'headers' | 'principal'>,
  changeOf: (outcome: Outcome) => Change | null,
): NonNullable<LaneCommand['audit']> {
  return { by: changedBy(request), changeOf };
}
