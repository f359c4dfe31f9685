import { findPrice } from '@cofferdam/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { fail } from '../../errors/problem.ts';
import type { Rendered } from '../../services/lane/command.ts';
import { changeOrg, type OrgTransaction } from '../../services/org-transaction.ts';
import { findCeiling, removeCeiling, setCeiling } from '../../services/prices/ceiling.ts';
import { listOverrides } from '../../services/prices/list-overrides.ts';
import { findUnpriced } from '../../services/prices/find-unpriced.ts';
import { listBook } from '../../services/prices/list-book.ts';
import { priceInForce, priceSourcesOf } from '../../services/prices/price-in-force.ts';
import { isEnd, type KeptOverride } from '../../services/prices/stored-override.ts';
import { endOverride, setOverride } from '../../services/prices/set-override.ts';
import { readReport } from '../../services/reports/read-report.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { uuidForm } from '../fields.ts';
import { changedBy } from '../changed-by.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { decodeCursor, pageOf } from '../page.ts';
import { rendered, timeText } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { periodMembers, scopeOf } from '../reports/report-scope.ts';
import { periodQuery } from '../reports/schemas.ts';
import { storedPriceOf } from './override-fields.ts';
import { renderBookEntry, renderCeiling, renderOverride, renderPrice, renderUnpriced } from './render.ts';
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
    const { overrides: held } = await priceSourcesOf(context.pool, context.book, principal.orgId);
    const nowMs = context.nowMs();
    const isInForce = ({ id, provider, model, ...kept }: KeptOverride): boolean =>
      !isEnd(kept) && held.find(provider, model, nowMs)?.id === id;
    return pageOf(
      overrides,
      limit,
      ({ id }) => id,
      (kept) => ({ ...renderOverride(kept), in_force: isInForce(kept) }),
    );
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

/** A name as the book has it: whatever a provider calls its models. */
const nameForm = /^[^/]+\/.+$/;

/** What the book lists, and which models it has no price for. */
function bookRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { pool, book } = context;

  const listSchema = { tags, summary: "List the book's prices, by provider and model", querystring: schemas.bookQuery };
  routes.get('/v1/prices/book', { schema: listSchema }, async ({ principal, query }) => {
    const { provider = null, search: part = null, time: timeMs = context.nowMs(), limit, cursor } = query;
    const search = { provider, part, timeMs, after: decodeCursor(cursor, nameForm), limit: limit + 1 };
    const sources = await priceSourcesOf(pool, book, principal.orgId);
    const page = pageOf(
      listBook(book, search),
      limit,
      ({ name }) => name,
      (entry) => {
        const held = findPrice(sources, entry.provider.id, entry.model.id, timeMs);
        return renderBookEntry(entry, held.kind === 'found' && held.source === 'override');
      },
    );
    const providers = book.providers.map(({ id, models }) => ({ provider: id, models: models.length }));
    return { ...page, version: book.version, time: timeText(timeMs), providers };
  });

  const unpricedSchema = {
    tags,
    summary: 'Models that were used or refused without a price',
    querystring: periodQuery,
  };
  routes.get('/v1/prices/unpriced', { schema: unpricedSchema }, async ({ principal, query }) => {
    const scope = scopeOf(principal, query, context.nowMs());
    const found = await readReport(pool, (tx) => findUnpriced(tx, book, scope));
    return { data: found.map(renderUnpriced), ...periodMembers(scope, query.timezone) };
  });
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
  bookRoutes(app, context);
  overrideRoutes(app, context);
  ceilingRoutes(app, context);
}
