import type { Form } from './form.ts';
import { countAt, formAt, refuseUnknown, textAt } from './form.ts';
import { badParameter, noSuch } from './refusal.ts';

interface Listed {
  readonly id: string;
  readonly created: number;
}

export interface List<Row> {
  readonly object: 'list';
  readonly url: string;
  readonly has_more: boolean;
  readonly data: readonly Row[];
}

const paging = ['limit', 'starting_after', 'ending_before', 'created', 'expand'];

function limitOf(form: Form): number {
  const limit = countAt(form, 'limit') ?? 10;
  if (limit < 1 || limit > 100) throw badParameter('limit', 'limit must be between 1 and 100.');
  return limit;
}

/** `created` is a time, or bounds of one: gt, gte, lt, lte. */
function isWithin(form: Form, created: number): boolean {
  const exact = countAt(form, 'created');
  if (exact !== null) return created === exact;
  const range = formAt(form, 'created');
  refuseUnknown(range, ['gt', 'gte', 'lt', 'lte']);
  const least = Math.max(countAt(range, 'gte') ?? 0, (countAt(range, 'gt') ?? -1) + 1);
  const below = Math.min((countAt(range, 'lte') ?? Infinity) + 1, countAt(range, 'lt') ?? Infinity);
  return created >= least && created < below;
}

function indexOf(rows: readonly Listed[], id: string, param: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw noSuch('object', id, param);
  return index;
}

/**
 * One page, newest first. `filters` are the members that the list may be narrowed by; a cursor is the id of the row before
 * it, so that rows which come to be meanwhile move nothing. Raises StripeRefusal.
 */
export function listOf<Row extends Listed>(
  url: string,
  rows: Iterable<Row>,
  form: Form,
  filters: readonly (keyof Row & string)[],
): List<Row> {
  refuseUnknown(form, [...paging, ...filters]);
  const limit = limitOf(form);
  const all = [...rows].toReversed();
  const wanted = all.filter(
    (row) =>
      isWithin(form, row.created) &&
      filters.every((name) => textAt(form, name) === null || row[name] === textAt(form, name)),
  );
  const after = textAt(form, 'starting_after');
  const before = textAt(form, 'ending_before');
  if (before !== null) {
    const end = indexOf(wanted, before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', url, has_more: start > 0, data: wanted.slice(start, end) };
  }
  const start = after === null ? 0 : indexOf(wanted, after, 'starting_after') + 1;
  return { object: 'list', url, has_more: start + limit < wanted.length, data: wanted.slice(start, start + limit) };
}
