import type { ApiClient } from './client.ts';
import { listAt, textAt } from './fields.ts';
import { expectSuccess } from './problem.ts';

const pageSize = 200;

/** Every row of a list, page after page, newest first. Throws a CommandFailure where a page is refused. */
export async function listAll(
  client: ApiClient,
  path: string,
  filters: Readonly<Record<string, string>> = {},
): Promise<unknown[]> {
  const rows: unknown[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      ...filters,
      limit: String(pageSize),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const page = expectSuccess(await client.send({ method: 'GET', path: `${path}?${query.toString()}` }));
    rows.push(...listAt(page, 'data'));
    cursor = textAt(page, 'next_cursor');
  } while (cursor !== undefined);
  return rows;
}

/** The `data` of an answer that is not paged, such as a report. */
export async function fetchRows(client: ApiClient, path: string): Promise<readonly unknown[]> {
  return listAt(expectSuccess(await client.send({ method: 'GET', path })), 'data');
}
