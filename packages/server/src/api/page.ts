import { z } from 'zod';
import { invalidField } from '../errors/problem.ts';

/** How lists are paged: newest first, by a cursor that names the last row seen. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
};

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

function encodeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The key that a cursor names, or null for the first page. Raises `invalid_request` for one that we did not give. */
export function decodeCursor(cursor: string | undefined, form: RegExp): string | null {
  if (cursor === undefined) return null;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!form.test(key)) invalidField('cursor', 'is not a cursor of this list');
  return key;
}

/** A page of rows that were read one more than it holds: that one says whether there are others. */
export function pageOf<Row, Shown>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
  show: (row: Row) => Shown,
): Page<Shown> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { data: shown.map(show), next_cursor: hasMore ? encodeCursor(keyOf(last)) : null };
}
