import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { fail } from '../../errors/problem.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import { findCeiling, removeCeiling, setCeiling } from '../../services/prices/ceiling.ts';
import { listOverrides } from '../../services/prices/list-overrides.ts';
import { priceInForce } from '../../services/prices/price-in-force.ts';
import { endOverride, setOverride } from '../../services/prices/set-override.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { storedPriceOf } from './override-fields.ts';
import { renderCeiling, renderOverride, renderPrice } from './render.ts';
import * as schemas from './schemas.ts';

const tags = ['prices'];
const gone: Rendered = { status: 204, body: '' };

/** Changes the org's prices under its lane: its next batch is rated by them. Admins only. */
async function change(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (org: OrgTransaction) => Promise<Rendered>,
): Promise<FastifyReply> {
  const { orgId } = request.principal;
  return sendAnswer(
    reply,
    await changeOrg(context.changes, { orgId, by: changedBy(request), idempotency: idempotencyOf(request), work }),
  );
}

function overrideRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const url = '/v1/prices/overrides/:provider/*';
  const { overrideParams: params, overrideBody: body, endOverrideQuery, listOverridesQuery } = schemas;

  routes.put(
    url,
    { schema: { tags, summary: "Set the org's own price of a model", params, body } },
    (request, reply) => {
      const { provider, '*': model } = request.params;
      const name = { provider, model, effectiveFromMs: request.body.effective_from ?? null };
      const price = storedPriceOf(model, request.body);
      return change(context, request, reply, async (org) =>
        rendered(200, renderOverride(await setOverride(org, name, price))),
      );
    },
  );

  const endSchema = { tags, summary: "Let the book's price hold again", params, querystring: endOverrideQuery };
  routes.delete(url, { schema: endSchema }, (request, reply) => {
    const { provider, '*': model } = request.params;
    const name = { provider, model, effectiveFromMs: request.query.effective_from ?? null };
    return change(context, request, reply, async (org) => {
      await endOverride(org, name);
      return gone;
    });
  });

  const listSchema = {
    tags,
    summary: 'List the prices that the org set, newest first',
    querystring: listOverridesQuery,
  };
  routes.get('/v1/prices/overrides', { schema: listSchema }, async ({ principal, query: { limit, cursor } }) => {
    const overrides = await listOverrides(context.pool, principal.orgId, decodeCursor(cursor, uuidForm), limit + 1);
    return pageOf(overrides, limit, ({ id }) => id, renderOverride);
  });
}

function ceilingRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const url = '/v1/prices/ceiling';

  routes.get(url, { schema: { tags, summary: 'What tokens without a price count as' } }, async ({ principal }) => {
    const ceiling = await findCeiling(context.pool, principal.orgId);
    if (ceiling === null) fail('not_found', 'there is no ceiling price');
    return renderCeiling(ceiling);
  });

  const putSchema = { tags, summary: 'Set what tokens without a price count as', body: schemas.ceilingBody };
  routes.put(url, { schema: putSchema }, (request, reply) => {
    const {
      input_usd_per_mtok: inputUsdPerMtok,
      output_usd_per_mtok: outputUsdPerMtok,
      tool_usd: toolUsd = null,
    } = request.body;
    const price = { inputUsdPerMtok, outputUsdPerMtok, toolUsd };
    return change(context, request, reply, async (org) => rendered(200, renderCeiling(await setCeiling(org, price))));
  });

  routes.delete(url, { schema: { tags, summary: 'Leave unknown prices unknown' } }, (request, reply) =>
    change(context, request, reply, async (org) => {
      await removeCeiling(org);
      return gone;
    }),
  );
}

export function priceRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const schema = { tags, summary: 'The price in force', querystring: schemas.priceQuery };
  routes.get('/v1/prices', { schema }, async ({ principal, query: { provider, model, time = context.nowMs() } }) => {
    const found = await priceInForce(context.pool, context.book, principal.orgId, { provider, model }, time);
    if (found.kind === 'not_found')
      fail('not_found', `there is no price of ${provider}/${model} at that time`, { reason: found.reason });
    return renderPrice({ provider, model }, time, found);
  });
  overrideRoutes(app, context);
  ceilingRoutes(app, context);
}
