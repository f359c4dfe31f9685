import type { Answer, CallOptions, Query } from '../operations.ts';
import type { Connection } from '../transport/connection.ts';
import { requestOf } from '../transport/request.ts';

const operation = 'POST /v1/imports/usage';

/** The operation that takes a file. */
export interface Imports {
  /** Imports usage of the past: rows of CSV or NDJSON. */
  usage(
    file: string,
    query: Query<typeof operation>,
    options?: CallOptions & { readonly format?: 'csv' | 'ndjson' },
  ): Promise<Answer<typeof operation>>;
}

const types = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

export function importsOf({ send }: Pick<Connection, 'send'>): Imports {
  return {
    async usage(content, query, { format = 'csv', ...options } = {}) {
      const request = requestOf(operation, { query, ...options });
      const { body } = await send({ ...request, text: { content, type: types[format] } });
      return body as Answer<typeof operation>;
    },
  };
}
