import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import type { Queryable } from '../../store/connection.ts';
import { findUsage } from '../../services/usage/find-usage.ts';
import { uuidForm } from '../fields.ts';
import { confinedFilters, instantOf } from '../reports/report-scope.ts';
import { decodeCursor, pageOf, type Page } from '../page.ts';
import { renderRecord } from './render-record.ts';
import type { UsageQuery } from './usage-query.ts';

/** A page of usage records, newest first; an agent key sees its own agent's. */
export async function listUsage(pool: Queryable, principal: Principal, query: UsageQuery): Promise<Page<unknown>> {
  const { limit, cursor, from, to, timezone, ...labels } = query;
  const beforeId = decodeCursor(cursor, uuidForm);
  const records = await findUsage(pool, principal.orgId, {
    labels: confinedFilters(labels, confinedTo(principal)),
    fromMs: from === undefined ? null : instantOf(from, timezone),
    toMs: to === undefined ? null : instantOf(to, timezone),
    beforeId,
    limit: limit + 1,
  });
  return pageOf(records, limit, (record) => record.id, renderRecord);
}
