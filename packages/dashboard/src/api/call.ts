import type { Operations } from '@cofferdam/sdk';
import { callApi, pathWith } from './client.ts';

type Name = keyof Operations;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an operation needs: the names of its path if it has any, its body if it takes one. */
type Needs<Operation extends Name> = ({} extends Operations[Operation]['path']
  ? { readonly path?: undefined }
  : { readonly path: Operations[Operation]['path'] }) &
  (undefined extends Operations[Operation]['body']
    ? { readonly body?: Operations[Operation]['body'] }
    : { readonly body: Operations[Operation]['body'] }) & {
    readonly query?: Operations[Operation]['query'];
    /** Nobody waits for the answer any more. */
    readonly signal?: AbortSignal;
  };

type Arguments<Operation extends Name> =
  {} extends Needs<Operation> ? [given?: Needs<Operation>] : [given: Needs<Operation>];

interface Given {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** `call('GET /v1/budgets/{id}', { path: { id } })`. Raises `ApiError`. */
export function call<Operation extends Name>(
  name: Operation,
  ...[given]: Arguments<Operation>
): Promise<Operations[Operation]['answer']> {
  const [method, template] = name.split(' ') as [Method, string];
  const { path = {}, query = {}, body, signal } = (given ?? {}) as Given;
  const filled = template.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(path[key] ?? ''));
  return callApi(method, pathWith(filled, query), body, signal);
}
