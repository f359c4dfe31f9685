import type { Answer, CallArguments, OperationName } from '@cofferdam/sdk';
import { asApiError, connection } from './client.ts';

/** `call('GET /v1/budgets/{id}', { path: { id } })`. Raises `ApiError`. */
export function call<Name extends OperationName>(name: Name, ...given: CallArguments<Name>): Promise<Answer<Name>> {
  return asApiError(connection.call(name, ...given));
}
