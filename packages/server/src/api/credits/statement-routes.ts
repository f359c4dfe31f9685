import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { currentSeq } from '../../services/exports/usage-pages.ts';
import { listStatements } from '../../services/credits/list-statements.ts';
import { balanceBefore } from '../../services/credits/movements.ts';
import { readStatement } from '../../services/credits/read-statement.ts';
import { entryPages } from '../../services/credits/statement-entries.ts';
import { monthOf, type StatementMonth } from '../../services/credits/statement-month.ts';
import type { Queryable } from '../../store/connection.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { sendDownload } from '../exports/download.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { renderMonth, renderStatement } from './render-statement.ts';
import { monthForm, statementParams, statementQuery, statementsQuery } from './schemas.ts';
import { statementHead, statementLine } from './statement-csv.ts';
import { statementPage, statementPolicy } from './statement-page.ts';

const tags = ['credits'];

/** As many movements are in memory at once for each file. */
const pageSize = 1_000;

/** The balance at both ends, and between them every movement: each line's balance is that of the one before it, moved. */
async function* csvParts(
  db: Queryable,
  orgId: string,
  month: StatementMonth,
  throughSeq: number,
): AsyncGenerator<string> {
  yield statementHead;
  let balance = await balanceBefore(db, orgId, month.fromMs);
  yield statementLine({ kind: 'opening_balance', timeMs: month.fromMs, balance });
  for await (const page of entryPages(db, orgId, month, throughSeq, pageSize)) {
    balance = page.at(-1)!.entry.balanceAfter;
    yield page.map((booked) => statementLine({ kind: 'movement', ...booked })).join('');
  }
  yield statementLine({ kind: 'closing_balance', timeMs: month.toMs, balance });
}

async function sendCsv(
  { pool }: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  month: StatementMonth,
): Promise<FastifyReply> {
  const { orgId } = request.principal;
  const throughSeq = await currentSeq(pool, orgId);
  return sendDownload(request, reply, {
    fileName: `cofferdam-statement-${month.name}.csv`,
    contentType: 'text/csv; charset=utf-8; header=present',
    decidedBy: ['statement', orgId, month.name, month.timeZone, String(throughSeq)],
    parts: () => csvParts(pool, orgId, month, throughSeq),
  });
}

/** Statements of the wallet by month: for admins. */
export function statementRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool } = context;

  routes.get(
    '/v1/credits/statements',
    { schema: { tags, summary: 'List the months of the wallet, newest first', querystring: statementsQuery } },
    async ({ principal, query }) => {
      const { timezone: timeZone, limit, cursor } = query;
      const search = { timeZone, before: decodeCursor(cursor, monthForm), limit: limit + 1 };
      const months = await listStatements(pool, principal.orgId, context.nowMs(), search);
      return pageOf(months, limit, ({ month }) => month.name, renderMonth);
    },
  );

  routes.get(
    '/v1/credits/statements/:month',
    {
      schema: {
        tags,
        summary: "Read a month's statement: in sums, as a file of every movement, or as a page that prints",
        params: statementParams,
        querystring: statementQuery,
      },
    },
    async (request, reply) => {
      const month = monthOf(request.params.month, request.query.timezone);
      const { format } = request.query;
      const nowMs = context.nowMs();
      // The file is streamed as it is read: whether it adds up must be known before its first line.
      const statement = await readStatement(pool, request.principal.orgId, month, nowMs);
      if (format === 'csv') return sendCsv(context, request, reply, month);
      void reply.header('cache-control', 'private, no-store');
      if (format === 'json') return renderStatement(statement);
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', statementPolicy)
        .header('x-content-type-options', 'nosniff')
        .send(statementPage(statement, nowMs));
    },
  );
}
