import { formatUsd, type RatedBucket } from '@cofferdam/core';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invalidField } from '../../errors/problem.ts';
import { type LeftOut, type ModelSwap, swapModel } from '../../services/model-swap/swap-model.ts';
import { fewAtOnce } from '../../services/reports/few-at-once.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { rateNames } from '../../services/prices/rate-names.ts';
import { periodMembers, scopeOf } from '../reports/report-scope.ts';
import { periodQuery } from '../reports/schemas.ts';
import { allowSlowAnswer } from '../slow-answer.ts';

/** `provider/model`: the model may have slashes of its own. */
const namedModel = z
  .string()
  .max(257)
  .transform((text, context) => {
    const [provider = '', ...rest] = text.split('/');
    const model = rest.join('/');
    if (provider !== '' && model !== '') return { provider, model };
    context.addIssue({ code: 'custom', message: 'must be provider/model, such as openai/gpt-4o' });
    return z.NEVER;
  });

const swapQuery = periodQuery.extend({ from_model: namedModel, to_model: namedModel });

const maxPeriodMs = 366 * 86_400_000;

const note =
  'The same tokens at another price, and nothing else: another model counts tokens in its own way, answers at its own ' +
  'length, caches by its own rules, and may be better or worse at the work. Of that this says nothing.';

/** The kind of tokens, as prices name it. */
function bucketName(bucket: RatedBucket): string {
  return rateNames[bucket].replace('_usd_per_mtok', '_tokens');
}

function renderLeftOut({ reason, bucket, records, tokens, costNanoUsd }: LeftOut): Record<string, unknown> {
  const named = bucket === null ? null : bucketName(bucket);
  return { reason, bucket: named, records, tokens: Number(tokens), cost_usd: formatUsd(costNanoUsd) };
}

function renderSwap({ records, tokens, costNanoUsd, swappedNanoUsd, leftOut }: ModelSwap): Record<string, unknown> {
  return {
    records,
    tokens: Number(tokens),
    cost_usd: formatUsd(costNanoUsd),
    swapped_cost_usd: formatUsd(swappedNanoUsd),
    difference_usd: formatUsd(swappedNanoUsd - costNanoUsd),
    left_out: [...leftOut.values()].map(renderLeftOut),
    note,
  };
}

/** What another model's price would have made of a model's calls. */
export function modelSwapRoutes(app: App, { pool, book, nowMs }: ApiContext): void {
  const limited = fewAtOnce(2);
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/reports/model-swap',
    {
      schema: { tags: ['reports'], summary: "The same tokens at another model's price", querystring: swapQuery },
      preHandler: allowSlowAnswer,
    },
    async ({ principal, query }) => {
      const { from_model: from, to_model: to, ...period } = query;
      const scope = scopeOf(principal, period, nowMs());
      const { orgId, agent, fromMs, toMs } = scope;
      if (toMs - fromMs > maxPeriodMs) invalidField('from', 'must be at most 366 days before to');
      const request = { orgId, agent, fromMs, toMs, from, to, nowMs: nowMs() };
      const swap = await limited(() => swapModel(pool, book, request));
      return {
        ...periodMembers(scope, period.timezone),
        from_model: `${from.provider}/${from.model}`,
        to_model: `${to.provider}/${to.model}`,
        ...renderSwap(swap),
      };
    },
  );
}
