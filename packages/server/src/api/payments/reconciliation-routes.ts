import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { requirePayments } from '../../services/payments/context.ts';
import { correctResiduals } from '../../services/payments/correct-residuals.ts';
import { type Period, reconcilePayments } from '../../services/payments/reconcile-payments.ts';
import type { App } from '../app.ts';
import { changedBy } from '../changed-by.ts';
import type { ApiContext } from '../context.ts';
import { instantOf } from '../reports/report-scope.ts';
import type { PeriodQuery } from '../reports/schemas.ts';
import { renderCorrection, renderReconciliation } from './render-reconciliation.ts';
import { correctionsBody, reconciliationQuery } from './schemas.ts';
import { allowSlowAnswer } from '../slow-answer.ts';

const tags = ['credits'];
const dayMs = 86_400_000;
const defaultDays = 31;
const mostDays = 366;

/** Raises `invalid_request`. */
function periodOf({ from, to, timezone }: PeriodQuery, nowMs: number): Period {
  const toMs = to === undefined ? nowMs : instantOf(to, timezone);
  const fromMs = from === undefined ? toMs - defaultDays * dayMs : instantOf(from, timezone);
  if (fromMs >= toMs) invalidField('from', 'must be before to');
  if (toMs - fromMs > mostDays * dayMs) invalidField('from', `must be at most ${mostDays} days before to`);
  return { fromMs, toMs };
}

/** The ledger compared with Stripe. */
export function reconciliationRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/v1/credits/reconciliation',
    {
      schema: { tags, summary: 'Compare the ledger with Stripe', querystring: reconciliationQuery },
      preHandler: allowSlowAnswer,
    },
    async (request) => {
      const { principal, query } = request;
      const period = periodOf(query, context.nowMs());
      const found = await reconcilePayments(requirePayments(context.payments), principal.orgId, period);
      return renderReconciliation(found, principal.operator);
    },
  );

  routes.post(
    '/v1/credits/reconciliation/corrections',
    { schema: { tags, summary: 'Set right differences that you name', body: correctionsBody } },
    async (request) => {
      const { principal, body } = request;
      const period = periodOf(body, context.nowMs());
      const services = requirePayments(context.payments);
      const made = await correctResiduals(services, principal.orgId, period, body.residuals, changedBy(request));
      return { corrections: made.map(renderCorrection) };
    },
  );
}
