import type { Answer, AnyGiven, Body, CallOptions, OperationName, PagedName, Query, Row } from '../operations.ts';
import type { Operations } from '../generated/index.ts';

/** How an operation becomes a method: what it takes after the names of its path. */
export type Kind = 'plain' | 'asked' | 'sent' | 'paged';

/** An operation, and how it becomes a method. */
export interface Shape<Name extends OperationName, Of extends Kind> {
  readonly operation: Name;
  readonly kind: Of;
}

type WithQuery = {
  [Name in OperationName]: keyof Query<Name> extends never ? never : Name;
}[OperationName];
type WithBody = { [Name in OperationName]: Operations[Name]['body'] extends undefined ? never : Name }[OperationName];

/** Takes the names of its path alone. */
export function plain<Name extends Exclude<OperationName, WithQuery | WithBody>>(
  operation: Name,
): Shape<Name, 'plain'> {
  return { operation, kind: 'plain' };
}

/** Takes a query. */
export function asked<Name extends WithQuery>(operation: Name): Shape<Name, 'asked'> {
  return { operation, kind: 'asked' };
}

/** Takes a body. */
export function sent<Name extends WithBody>(operation: Name): Shape<Name, 'sent'> {
  return { operation, kind: 'sent' };
}

/** Takes a query, and answers with a page of rows; the others follow as they are asked for. */
export function paged<Name extends PagedName & WithQuery>(operation: Name): Shape<Name, 'paged'> {
  return { operation, kind: 'paged' };
}

type PathNames<Path extends string> = Path extends `${string}{${string}}${infer Rest}`
  ? [name: string, ...PathNames<Rest>]
  : [];

type Asking<Name extends OperationName> =
  {} extends Query<Name> ? [query?: Query<Name>, options?: CallOptions] : [query: Query<Name>, options?: CallOptions];

type Sending<Name extends OperationName> =
  null extends Body<Name> ? [body?: Body<Name>, options?: CallOptions] : [body: Body<Name>, options?: CallOptions];

type After<Name extends OperationName, Of extends Kind> = Of extends 'plain'
  ? [options?: CallOptions]
  : Of extends 'sent'
    ? Sending<Name>
    : Asking<Name>;

/** The first page, once it has come; and every row of all pages, one after the other, by `for await`. */
export type Pages<Name extends PagedName> = Promise<Answer<Name>> & AsyncIterable<Row<Name>>;

type Answering<Name extends OperationName, Of extends Kind> = Of extends 'paged'
  ? Name extends PagedName
    ? Pages<Name>
    : never
  : Promise<Answer<Name>>;

/** The operations of one resource, by the names of their methods. */
export type Shapes = Readonly<Record<string, Shape<OperationName, Kind>>>;

/** The methods of a resource. */
export type Methods<Of extends Shapes> = {
  readonly [Method in keyof Of]: Of[Method] extends Shape<infer Name, infer As>
    ? (...given: [...PathNames<Name>, ...After<Name, As>]) => Answering<Name, As>
    : never;
};

type Call = (name: OperationName, given: AnyGiven) => Promise<unknown>;

interface Page {
  readonly data: readonly unknown[];
  readonly next_cursor: string | null;
}

function pagesOf(call: Call, name: OperationName, given: AnyGiven): Promise<unknown> & AsyncIterable<unknown> {
  const first = call(name, given);
  async function* rows(): AsyncGenerator {
    let page = (await first) as Page;
    yield* page.data;
    while (page.next_cursor !== null) {
      page = (await call(name, { ...given, query: { ...given.query, cursor: page.next_cursor } })) as Page;
      yield* page.data;
    }
  }
  return Object.assign(first, { [Symbol.asyncIterator]: rows });
}

function methodOf({ operation, kind }: Shape<OperationName, Kind>, call: Call): (...given: unknown[]) => unknown {
  const names = [...operation.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return (...given) => {
    const path = Object.fromEntries(names.map((name, index) => [name, given[index] as string]));
    const [argument, options] = given.slice(names.length) as [Record<string, unknown> | undefined, CallOptions?];
    if (kind === 'plain') return call(operation, { ...argument, path });
    if (kind === 'sent') return call(operation, { ...options, path, body: argument });
    const asked: AnyGiven = { ...options, path, query: argument };
    return kind === 'paged' ? pagesOf(call, operation, asked) : call(operation, asked);
  };
}

/** Makes the methods of a resource. */
export function methodsOf<Of extends Shapes>(shapes: Of, call: Call): Methods<Of> {
  return Object.fromEntries(
    Object.entries(shapes).map(([method, shape]) => [method, methodOf(shape, call)]),
  ) as unknown as Methods<Of>;
}
