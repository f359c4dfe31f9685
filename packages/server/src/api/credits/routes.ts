import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { findEntries } from '../../services/credits/find-entries.ts';
import { findCauses } from '../../services/credits/find-causes.ts';
import { changeMode } from '../../services/credits/change-mode.ts';
import { findDraws, findLotNames, findLots, findLotsToDraw, summarizeLots } from '../../services/credits/find-lots.ts';
import { changeMarks } from '../../services/credits/change-marks.ts';
import { readBurn } from '../../services/credits/read-burn.ts';
import { readMarks, type WalletMarks } from '../../services/credits/read-marks.ts';
import { readWallet } from '../../services/credits/read-wallet.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import type { Queryable } from '../../store/connection.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { sendAnswer } from '../reply.ts';
import { instantOf } from '../reports/report-scope.ts';
import { rendered } from '../render.ts';
import { moveRoutes } from './move-routes.ts';
import { renderCredits, renderDrawn, renderLot, renderReach } from './render.ts';
import { type CreditsPatch, creditsPatch, ledgerQuery, lotsQuery } from './schemas.ts';

const tags = ['credits'];
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function creditsOf(
  db: Queryable,
  orgId: string,
  { payments }: ApiContext,
  nowMs: number,
): Promise<Record<string, unknown>> {
  const wallet = await readWallet(db, orgId);
  const burn = await readBurn(db, orgId, wallet, nowMs);
  const lots = await summarizeLots(db, orgId, nowMs);
  const reach = renderReach(burn, await readMarks(db, orgId));
  return { ...renderCredits(wallet, lots), ...reach, takes_payments: payments !== null };
}

function marksOf({ low_balance_usd: lowBalance, low_runway_days: lowRunwayDays }: CreditsPatch): Partial<WalletMarks> {
  return {
    ...(lowBalance === undefined ? {} : { lowBalance }),
    ...(lowRunwayDays === undefined ? {} : { lowRunwayDays }),
  };
}

function changingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.patch(
    '/v1/credits',
    {
      schema: {
        tags,
        summary: 'Change what holds the org back, and when it is told that its credit runs low',
        body: creditsPatch,
      },
    },
    async (request, reply) => {
      const { body, principal } = request;
      const { orgId, keyId } = principal;
      const work = async (org: OrgTransaction): Promise<Rendered> => {
        if (body.mode !== undefined || body.overdraft_usd !== undefined) {
          await changeMode(org, { mode: body.mode, overdraftLimit: body.overdraft_usd });
        }
        await changeMarks(org, marksOf(body), keyId);
        return rendered(200, await creditsOf(org.tx, orgId, context, org.nowMs));
      };
      return sendAnswer(
        reply,
        await changeOrg(context.changes, { orgId, by: changedBy(request), idempotency: null, work }),
      );
    },
  );
}

/** What the wallet is made of, and how it came to that. */
function historyRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/v1/credits/lots',
    {
      schema: {
        tags,
        summary: "List the lots of the org's credit, newest first or as they are drawn",
        querystring: lotsQuery,
      },
    },
    async ({ principal, query }) => {
      const { limit, cursor, state, order } = query;
      if (order === 'draw') {
        if (state === 'all') invalidField('state', 'must be open in the order of draws');
        const search = { afterId: decodeCursor(cursor, uuidForm), limit: limit + 1 };
        return pageOf(await findLotsToDraw(context.pool, principal.orgId, search), limit, ({ id }) => id, renderLot);
      }
      const search = { beforeId: decodeCursor(cursor, uuidForm), all: state === 'all', limit: limit + 1 };
      const lots = await findLots(context.pool, principal.orgId, search);
      return pageOf(lots, limit, (lot) => lot.id, renderLot);
    },
  );

  routes.get(
    '/v1/credits/ledger',
    { schema: { tags, summary: "List changes of the org's wallet, newest first", querystring: ledgerQuery } },
    async (request) => {
      const { limit, cursor, kind, agent, run, model, from, to, timezone, lot, reference } = request.query;
      const byUsage = agent ?? run ?? model;
      if (byUsage !== undefined && lot !== undefined)
        invalidField('lot', 'cannot be combined with agent, run or model');
      const search = {
        lot: lot ?? null,
        reference: reference ?? null,
        kind: kind ?? null,
        agent: agent ?? null,
        run: run ?? null,
        model: model ?? null,
        fromMs: from === undefined ? null : instantOf(from, timezone),
        toMs: to === undefined ? null : instantOf(to, timezone),
        beforeId: decodeCursor(cursor, uuidForm),
        limit: limit + 1,
      };
      const entries = await findEntries(context.pool, request.principal.orgId, search);
      const ids = entries.map(({ id }) => id);
      const draws = await findDraws(context.pool, request.principal.orgId, ids);
      const nameOf = await findLotNames(context.pool, request.principal.orgId, draws);
      const causeOf = await findCauses(context.pool, request.principal.orgId, entries);
      return pageOf(
        entries,
        limit,
        ({ id }) => id,
        (entry) => ({ ...renderDrawn(entry, draws.get(entry.id) ?? [], nameOf), ...causeOf(entry) }),
      );
    },
  );
}

export function creditRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  changingRoutes(app, context);
  moveRoutes(app, context);
  historyRoutes(app, context);

  routes.get('/v1/credits', { schema: { tags, summary: "Read the org's wallet" } }, async (request) => {
    return creditsOf(context.pool, request.principal.orgId, context, context.nowMs());
  });
}
