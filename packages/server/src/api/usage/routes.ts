import type { FastifyReply, FastifyRequest, preValidationHookHandler } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { type Command, maxFutureMs, type Outcome, type ReportedOutcome, type UsageReport } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { bindLabels, mayCreateAgent, type Principal } from '../../services/keys/principal.ts';
import type { Rendered } from '../../services/lane/command.ts';
import type { App } from '../app.ts';
import type { ApiContext } from '../context.ts';
import { fingerprint } from '../../services/fingerprint.ts';
import { idempotencyOf } from '../idempotency-key.ts';
import { renderRefusal, unexpected } from '../render.ts';
import { sendAnswer } from '../reply.ts';
import { listUsage } from './list-usage.ts';
import { costText, renderRecord } from './render-record.ts';
import { cloudEventTypes, isCloudEvent, reportsOfEvents } from './cloud-events.ts';
import { usageBody, type UsageReportBody } from './schemas.ts';
import { spendingOf, toolUseOf } from './usage-fields.ts';
import { usageQuery } from './usage-query.ts';

function reportOf(principal: Principal, body: UsageReportBody, nowMs: number): UsageReport {
  if (body.time !== undefined && body.time > nowMs + maxFutureMs) {
    fail('invalid_request', 'time: is more than 5 minutes in the future', { field: 'time' });
  }
  return {
    source: body.source,
    sourceId: body.id,
    hash: fingerprint(body),
    timeMs: body.time ?? null,
    dimensions: bindLabels(principal, body),
    run: body.run ?? null,
    parentRun: body.parent_run ?? null,
    spending: spendingOf(body),
    tools: (body.tools ?? []).map(toolUseOf),
  };
}

/** The record of a report: its first, with the cost of all that it made, and the others beside it. */
function renderReport(reported: ReportedOutcome): string {
  if (reported.kind === 'repeated') return reported.answer;
  const [first, ...others] = reported.records;
  const { costNanoUsd, unpriced, estimated } = reported.settlement;
  const more = others.length === 0 ? {} : { records: reported.records.map(renderRecord) };
  return JSON.stringify({ ...renderRecord(first!), cost_usd: costText(costNanoUsd), unpriced, estimated, ...more });
}

function renderReports(isArray: boolean): (outcome: Outcome) => Rendered {
  return (outcome) => {
    if (outcome.kind === 'refused') return renderRefusal(outcome.refusal);
    if (outcome.kind !== 'recorded') return unexpected(outcome);
    const reports = outcome.usage.map(renderReport);
    return { status: 201, body: isArray ? `{"data":[${reports.join(',')}]}` : reports[0]!, reports };
  };
}

async function record(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  body: UsageReportBody | readonly UsageReportBody[],
): Promise<FastifyReply> {
  const { principal } = request;
  const isArray = Array.isArray(body);
  const reports = (isArray ? body : [body]) as readonly UsageReportBody[];
  const nowMs = context.nowMs();
  const command: Command = {
    kind: 'record',
    usage: reports.map((report) => reportOf(principal, report, nowMs)),
    mayCreateAgent: mayCreateAgent(principal),
  };
  const idempotency = idempotencyOf(request);
  return sendAnswer(
    reply,
    await context.lanes.submit(principal.orgId, { command, idempotency, render: renderReports(isArray) }),
  );
}

const tags = ['usage'];
const summary = 'Report spend that had no reservation';

const preValidation: preValidationHookHandler = (request, _reply, done) => {
  if (isCloudEvent(request.headers['content-type'])) request.body = reportsOfEvents(request.body);
  done();
};

export function usageRoutes(app: App, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  app.addContentTypeParser([...cloudEventTypes], { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  routes.post('/v1/usage', { preValidation, schema: { tags, summary, body: usageBody } }, (request, reply) =>
    record(context, request, reply, request.body),
  );
  routes.get(
    '/v1/usage',
    { schema: { tags, summary: 'List usage records, newest first', querystring: usageQuery } },
    (request) => listUsage(context.pool, request.principal, request.query),
  );
}
