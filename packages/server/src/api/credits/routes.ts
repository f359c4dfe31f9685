import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Command } from '@cofferdam/core';
import { findEntries } from '../../services/credits/find-entries.ts';
import { changeMarks } from '../../services/credits/change-marks.ts';
import { readBurn } from '../../services/credits/read-burn.ts';
import { readMarks, type WalletMarks } from '../../services/credits/read-marks.ts';
import { readWallet } from '../../services/credits/read-wallet.ts';
import { creditChange } from '../../services/credits/credit-change.ts';
import { requireAdmin, requireReader } from '../../services/keys/principal.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import type { Queryable } from '../../store/connection.ts';
import type { App } from '../app.ts';
import { auditOf, changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { fingerprint } from '../../services/fingerprint.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { sendAnswer } from '../reply.ts';
import { rendered } from '../render.ts';
import { renderCredits, renderEntry, renderReach, renderTopUp } from './render.ts';
import { type CreditsPatch, creditsPatch, ledgerQuery, topUpBody } from './schemas.ts';

const tags = ['credits'];
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function creditsOf(db: Queryable, orgId: string, nowMs: number): Promise<Record<string, unknown>> {
  const wallet = await readWallet(db, orgId);
  const burn = await readBurn(db, orgId, wallet, nowMs);
  return { ...renderCredits(wallet), ...renderReach(burn, await readMarks(db, orgId)) };
}

function marksOf({ low_balance_usd: lowBalance, low_runway_days: lowRunwayDays }: CreditsPatch): Partial<WalletMarks> {
  return {
    ...(lowBalance === undefined ? {} : { lowBalance }),
    ...(lowRunwayDays === undefined ? {} : { lowRunwayDays }),
  };
}

function markRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.patch(
    '/v1/credits',
    { schema: { tags, summary: 'Change when the org is told that its credit runs low', body: creditsPatch } },
    async (request, reply) => {
      const { body, principal } = request;
      requireAdmin(principal);
      const { orgId, keyId } = principal;
      const work = async (org: OrgTransaction): Promise<Rendered> => {
        await changeMarks(org, marksOf(body), keyId);
        return rendered(200, await creditsOf(org.tx, orgId, org.nowMs));
      };
      return sendAnswer(
        reply,
        await changeOrg(context.changes, { orgId, by: changedBy(request), idempotency: null, work }),
      );
    },
  );
}

export function creditRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  markRoutes(app, context);

  routes.get('/v1/credits', { schema: { tags, summary: "Read the org's wallet" } }, async (request) => {
    requireReader(request.principal);
    return creditsOf(context.pool, request.principal.orgId, context.nowMs());
  });

  routes.post(
    '/v1/credits/top-ups',
    { schema: { tags, summary: 'Add credit, once for each reference', body: topUpBody } },
    async (request, reply) => {
      const { body, principal } = request;
      requireAdmin(principal);
      const { amount_usd: amountNanoUsd, reference } = body;
      const command: Command = { kind: 'top-up', amountNanoUsd, reference, hash: fingerprint(amountNanoUsd) };
      const idempotency = idempotencyOf(request);
      const audit = auditOf(request, creditChange);
      return sendAnswer(
        reply,
        await context.lanes.submit(principal.orgId, { command, idempotency, audit, render: renderTopUp }),
      );
    },
  );

  routes.get(
    '/v1/credits/ledger',
    { schema: { tags, summary: "List changes of the org's wallet, newest first", querystring: ledgerQuery } },
    async (request) => {
      requireReader(request.principal);
      const { limit, cursor, kind, agent, run, model, from, to } = request.query;
      const search = {
        kind: kind ?? null,
        agent: agent ?? null,
        run: run ?? null,
        model: model ?? null,
        fromMs: from ?? null,
        toMs: to ?? null,
        beforeId: decodeCursor(cursor, uuidForm),
        limit: limit + 1,
      };
      const entries = await findEntries(context.pool, request.principal.orgId, search);
      return pageOf(entries, limit, (entry) => entry.id, renderEntry);
    },
  );
}
