import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { invalidField } from '../../errors/problem.ts';
import { runBacktest } from '../../services/backtests/run-backtest.ts';
import { fewAtOnce } from '../../services/reports/few-at-once.ts';
import type { App } from '../app.ts';
import { termsOf } from '../budgets/schemas.ts';
import type { ApiContext } from '../context.ts';
import { periodMembers, scopeOf } from '../reports/report-scope.ts';
import { renderBacktest } from './render.ts';
import { allowSlowAnswer } from '../slow-answer.ts';
import { backtestBody } from './schemas.ts';

const maxPeriodMs = 366 * 86_400_000;

/** What budgets would have done, had they been there. It changes nothing. */
export function backtestRoutes(app: App, { pool, nowMs }: ApiContext): void {
  const limited = fewAtOnce(2);
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/backtests',
    {
      schema: { tags: ['budgets'], summary: 'Replay past usage against proposed budgets', body: backtestBody },
      preHandler: allowSlowAnswer,
    },
    async ({ principal, body }) => {
      const { budgets, ...period } = body;
      const scope = scopeOf(principal, period, nowMs());
      const { orgId, fromMs, toMs } = scope;
      if (toMs - fromMs > maxPeriodMs) invalidField('from', 'must be at most 366 days before to');
      const request = { orgId, fromMs, toMs, nowMs: scope.nowMs, proposed: budgets.map(termsOf) };
      const backtest = await limited(() => runBacktest(pool, request));
      return { ...periodMembers(scope, period.timezone), ...renderBacktest(backtest) };
    },
  );
}
