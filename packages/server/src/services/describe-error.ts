import { ProblemError, problemOf, type Problem } from '../errors/problem.ts';
import { CredentialUnreadable } from './connections/credential.ts';
import { isStoreFailure, Overloaded } from './lane/failures.ts';
import { UnknownOrg } from './lane/run-batch.ts';
import { ProcessorFailed } from './payments/processor.ts';

/** An error as the caller is told of it; what is internal goes to the log only. */
export interface DescribedError {
  readonly problem: Problem;
  readonly retryAfterSeconds?: number | undefined;
}

/** The codes under which the HTTP server says what is wrong with a request. */
const clientErrors: { readonly [code: string]: 'payload_too_large' | 'unsupported_media_type' | 'invalid_request' } = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

/** Turns every error into a problem of the registry: what is not meant for the caller becomes `internal`. */
export function describeError(error: Error & { readonly code?: string; readonly statusCode?: number }): DescribedError {
  if (error instanceof ProblemError) return error;
  if (error instanceof Overloaded) return { problem: problemOf('overloaded', error.message), retryAfterSeconds: 1 };
  if (error instanceof CredentialUnreadable) return { problem: problemOf('credential_unreadable', error.message) };
  if (error instanceof ProcessorFailed) return { problem: problemOf('payment_processor_failed', error.message) };
  if (error instanceof UnknownOrg) return { problem: problemOf('not_found', 'there is no such org') };
  const known = clientErrors[error.code ?? ''];
  if (known !== undefined) return { problem: problemOf(known, error.message) };
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { problem: problemOf('invalid_request', error.message, { field: 'body' }) };
  }
  if (isStoreFailure(error)) {
    return { problem: problemOf('store_unavailable', 'the store cannot answer'), retryAfterSeconds: 1 };
  }
  return { problem: problemOf('internal', 'something went wrong on the server') };
}
