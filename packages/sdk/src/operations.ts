import type { Operations } from './generated/index.ts';

/** The name of an operation: its method and path, such as `GET /v1/budgets/{id}`. */
export type OperationName = keyof Operations;

/** What an operation answers with, as JSON has it: `Answer<'GET /v1/budgets'>`. Money is a decimal string in USD. */
export type Answer<Name extends OperationName> = Operations[Name]['answer'];

/** What an operation takes as its body. */
export type Body<Name extends OperationName> = Operations[Name]['body'];

/** What an operation takes in its query. */
export type Query<Name extends OperationName> = Operations[Name]['query'];

/** The operations that answer with a page of rows. */
export type PagedName = {
  [Name in OperationName]: Answer<Name> extends {
    readonly data: readonly unknown[];
    readonly next_cursor: string | null;
  }
    ? Name
    : never;
}[OperationName];

/** One row of a page. */
export type Row<Name extends PagedName> = Answer<Name>['data'][number];

/** What an operation needs: the names of its path if it has any, its body if it takes one. */
type Needs<Name extends OperationName> = ({} extends Operations[Name]['path']
  ? { readonly path?: undefined }
  : { readonly path: Operations[Name]['path'] }) &
  (Body<Name> extends NonNullable<Body<Name>>
    ? { readonly body: Body<Name> }
    : { readonly body?: Body<Name> | undefined }) & {
    readonly query?: Query<Name>;
  };

/** How one call differs from the others of its client. */
export interface CallOptions {
  /** Gives the call up, its retries included; it rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** For one attempt. */
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  /** Under which a POST is done once, however often it is sent; without it one is made for each call. */
  readonly idempotencyKey?: string | undefined;
  /** Why something is changed, for the audit log; at most 500 characters. */
  readonly reason?: string | undefined;
}

export type Given<Name extends OperationName> = Needs<Name> & CallOptions;

/** What follows the name of an operation in a call; nothing where it needs nothing. */
export type CallArguments<Name extends OperationName> =
  {} extends Needs<Name> ? [given?: Given<Name>] : [given: Given<Name>];

/** What a call is given, whatever its operation. */
export interface AnyGiven extends CallOptions {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}
