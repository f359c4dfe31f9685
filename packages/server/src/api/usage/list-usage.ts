import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import type { Queryable } from '../../store/connection.ts';
import { findUsage } from '../../services/usage/find-usage.ts';
import { uuidForm } from '../fields.ts';
import { decodeCursor, pageOf, type Page } from '../page.ts';
import { renderRecord } from './render-record.ts';
import type { UsageQuery } from './usage-query.ts';

/** A page of usage records, newest first; an agent key sees its own agent's. */
export async function listUsage(pool: Queryable, principal: Principal, query: UsageQuery): Promise<Page<unknown>> {
  const { limit, cursor, from, to, user, agent, ...labels } = query;
  const beforeId = decodeCursor(cursor, uuidForm);
  const own = confinedTo(principal);
  // Another agent's records are none, for a key that is bound to one agent.
  if (own !== null && agent !== undefined && agent !== own) return { data: [], next_cursor: null };
  const records = await findUsage(pool, principal.orgId, {
    labels: { ...labels, agent: own ?? agent, user_id: user },
    fromMs: from ?? null,
    toMs: to ?? null,
    beforeId,
    limit: limit + 1,
  });
  return pageOf(records, limit, (record) => record.id, renderRecord);
}
