import { formatUsd } from '@cofferdam/core';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { fail } from '../../errors/problem.ts';
import { confinedTo } from '../../services/keys/principal.ts';
import { findRun } from '../../services/runs/find-run.ts';
import { listTreeUsage, type TreeUsage } from '../../services/runs/tree-usage.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { label, uuidForm } from '../fields.ts';
import { decodeCursor, pageFields, pageOf } from '../page.ts';
import { renderRecord } from '../usage/render-record.ts';

const tags = ['runs'];
const params = z.strictObject({ id: label });
const query = z.strictObject(pageFields);

function renderTreeUsage({ record, spentNanoUsd }: TreeUsage): Record<string, unknown> {
  return { ...renderRecord(record), spent_usd: formatUsd(spentNanoUsd) };
}

export function runUsageRoute(app: App, { pool, nowMs }: ApiContext): void {
  const schema = {
    tags,
    summary: 'The usage records of a run and all below it, oldest first',
    params,
    querystring: query,
  };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/runs/:id/usage', { schema }, async ({ principal, params: { id }, query: { limit, cursor } }) => {
      const { orgId } = principal;
      const agent = confinedTo(principal);
      const found = await findRun(pool, orgId, id, nowMs());
      if (found === null || (agent !== null && found.run.agent !== agent)) fail('not_found', `there is no run ${id}`);
      const search = { run: id, agent, afterId: decodeCursor(cursor, uuidForm), limit: limit + 1 };
      const records = await listTreeUsage(pool, orgId, search);
      return pageOf(records, limit, ({ record }) => record.id, renderTreeUsage);
    });
}
