import type { Readable } from 'node:stream';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invalidField } from '../../errors/problem.ts';
import { type ImportSummary, importUsage, maxRows, summaryCost } from '../../services/imports/import-usage.ts';
import { type ImportFormat, readRows } from '../../services/imports/read-rows.ts';
import { mayCreateAgent } from '../../services/keys/principal.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { answerEarly } from './answer-early.ts';
import { importColumns, reportOfRow } from './row-fields.ts';

/** Names a source: with an id of its own in it, a row is imported once. */
const sourceName = z
  .string()
  .min(1)
  .max(100, 'must be at most 100 characters')
  .regex(/^[\w.:@/+~=-]+$/, 'may only have letters, digits and . _ : @ / + ~ = -');

const importQuery = z.strictObject({ source: sourceName });

const formats: Readonly<Record<string, ImportFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
};

function formatOf(contentType: string | undefined): ImportFormat {
  const format = formats[contentType?.split(';')[0]?.trim().toLowerCase() ?? ''];
  return format ?? invalidField('content-type', `must be one of ${Object.keys(formats).join(', ')}`);
}

function renderSummary(source: string, summary: ImportSummary): Record<string, unknown> {
  const { rows, imported, repeated, leftOut, unpriced, problems, stopped } = summary;
  return {
    source,
    rows,
    imported,
    repeated,
    left_out: leftOut,
    unpriced,
    cost_usd: summaryCost(summary),
    stopped,
    errors: problems,
  };
}

const summary = `Import usage of the past, as CSV or NDJSON, at most ${maxRows.toLocaleString('en')} rows`;

/** Files of history. Only here a body is read as it comes in: everywhere else it is JSON, and whole. */
export function importRoutes(app: App, context: ApiContext): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.addHook('onSend', answerEarly);
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    routes.post(
      '/v1/imports/usage',
      { schema: { tags: ['imports'], summary, querystring: importQuery } },
      async (request) => {
        const { principal, query, headers, body } = request;
        const format = formatOf(headers['content-type']);
        const nowMs = context.nowMs();
        // What is not read of it is not destroyed: it may still be taken, so that the answer arrives.
        const pieces = (body as Readable).iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
        const rows = readRows(pieces, format, importColumns);
        const done = await importUsage(rows, {
          lanes: context.lanes,
          orgId: principal.orgId,
          mayCreateAgent: mayCreateAgent(principal),
          source: query.source,
          by: changedBy(request),
          reportOf: (members, id) => reportOfRow(members, id, { principal, name: query.source, nowMs }),
        });
        if (done.rows === 0 && done.problems.length === 0)
          invalidField('body', 'has no rows: there is nothing to import');
        return renderSummary(query.source, done);
      },
    );
  });
}
