import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Command } from '@cofferdam/core';
import { findEntries } from '../../services/credits/find-entries.ts';
import { readWallet } from '../../services/credits/read-wallet.ts';
import { requireAdmin, requireReader } from '../../services/keys/principal.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { sendAnswer } from '../reply.ts';
import { renderCredits, renderEntry, renderTopUp } from './render.ts';
import { ledgerQuery, topUpBody } from './schemas.ts';

const tags = ['credits'];
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function creditRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get('/v1/credits', { schema: { tags, summary: "Read the org's wallet" } }, async (request) => {
    requireReader(request.principal);
    return renderCredits(await readWallet(context.pool, request.principal.orgId));
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
      return sendAnswer(
        reply,
        await context.lanes.submit(principal.orgId, { command, idempotency, render: renderTopUp }),
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
