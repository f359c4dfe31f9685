import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { currentSeq, type UsageExport, usagePages } from '../../services/exports/usage-pages.ts';
import { confinedTo, type Principal } from '../../services/keys/principal.ts';
import type { Queryable } from '../../store/connection.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { timeText } from '../render.ts';
import { confinedFilters, instantOf } from '../reports/report-scope.ts';
import { renderRecord } from '../usage/render-record.ts';
import { csvHead, csvLine } from './csv.ts';
import { sendDownload } from './download.ts';
import { fileNameOf } from './file-name.ts';
import { focusDownload } from './focus-route.ts';
import { focusExportQuery, type UsageExportQuery, usageExportQuery } from './schemas.ts';
import { usageCsvColumns } from './usage-columns.ts';

/** As many records are in memory at once for each export. */
const pageSize = 1_000;

const contentTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

async function* csvParts(db: Queryable, search: UsageExport): AsyncGenerator<string> {
  yield csvHead(usageCsvColumns);
  for await (const page of usagePages(db, search, pageSize))
    yield page.map((record) => csvLine(usageCsvColumns, record)).join('');
}

async function* ndjsonParts(db: Queryable, search: UsageExport): AsyncGenerator<string> {
  for await (const page of usagePages(db, search, pageSize))
    yield page.map((record) => `${JSON.stringify(renderRecord(record))}\n`).join('');
}

/** A key that is bound to an agent exports its own agent's records; another agent's are none. */
async function exportOf(db: Queryable, principal: Principal, query: UsageExportQuery): Promise<UsageExport> {
  const { format: _, from, to, timezone, ...labels } = query;
  const fromMs = from === undefined ? null : instantOf(from, timezone);
  const toMs = to === undefined ? null : instantOf(to, timezone);
  if (fromMs !== null && toMs !== null && fromMs >= toMs) invalidField('from', `must be before to, ${timeText(toMs)}`);
  return {
    orgId: principal.orgId,
    labels: confinedFilters(labels, confinedTo(principal)),
    fromMs,
    toMs,
    throughSeq: await currentSeq(db, principal.orgId),
  };
}

const tags = ['exports'];

export function exportRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool } = context;

  routes.get(
    '/v1/exports/usage',
    { schema: { tags, summary: 'Usage records as a file, streamed', querystring: usageExportQuery } },
    async (request, reply) => {
      const { format } = request.query;
      const search = await exportOf(pool, request.principal, request.query);
      return sendDownload(request, reply, {
        fileName: fileNameOf('usage', search.fromMs, search.toMs, format),
        contentType: contentTypes[format],
        decidedBy: [format, JSON.stringify(search)],
        parts: () => (format === 'csv' ? csvParts(pool, search) : ndjsonParts(pool, search)),
      });
    },
  );

  routes.get(
    '/v1/exports/focus',
    { schema: { tags, summary: 'What was charged, in the form of FOCUS', querystring: focusExportQuery } },
    async (request, reply) =>
      sendDownload(request, reply, await focusDownload(context, request.principal, request.query)),
  );
}
