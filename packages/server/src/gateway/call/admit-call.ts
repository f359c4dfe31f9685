import type { CallBound, Outcome, Refusal, ReserveCommand } from '@cofferdam/core';
import { describeRefusal, retryAfterSeconds } from '../../errors/describe-refusal.ts';
import type { Problem } from '../../errors/problem.ts';
import { refusedRateLimit } from '../../errors/rate-limit-fields.ts';
import { combinePolicies, noPolicy } from '../../services/connections/call-policy.ts';
import type { OpenConnection } from '../../services/connections/connection-book.ts';
import { isStoreFailure } from '../../services/lane/failures.ts';
import { bindLabels, mayCreateAgent, type Principal } from '../../services/keys/principal.ts';
import { withAlternatives } from '../answer/index.ts';
import type { Attribution } from '../attribution.ts';
import { boundOf, limitsOf } from '../bounds/index.ts';
import type { GatewayContext } from '../context.ts';
import type { AskedCall } from '../providers/index.ts';
import { askLane } from './ask-lane.ts';
import type { ReplyHeaders } from './client-reply.ts';
import type { Admitted } from './open-call.ts';
import { offeredModels } from './offered-models.ts';

/** A call that was read, and may be asked for. */
export interface Asking {
  readonly principal: Principal;
  readonly connection: OpenConnection;
  readonly endpoint: Admitted['endpoint'];
  readonly attribution: Attribution;
  readonly asked: AskedCall;
  /** Whose prices hold. */
  readonly priceProvider: string;
  /** The same text for the same request. */
  readonly fingerprint: string;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly admitted: Admitted }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly headers: ReplyHeaders };

const agentAdvice = 'say which one acts: the header x-cofferdam-agent, or /agent/NAME/ in the path';

async function boundFor(context: GatewayContext, asking: Asking): Promise<CallBound> {
  const { principal, connection, attribution, asked, priceProvider } = asking;
  const { agent } = bindLabels(principal, { ...attribution.labels, connection: connection.name }, agentAdvice);
  const own = await context.agentPolicies.find(principal.orgId, agent);
  const policy = combinePolicies(connection.policy, own ?? noPolicy);
  const limits = limitsOf(context.book, priceProvider, asked.model);
  const { calibration } = context;
  return boundOf(asked, {
    provider: priceProvider,
    limits,
    policy: { ...policy, mode: policy.mode ?? 'fit' },
    calibration,
  });
}

function reserveCommand(context: GatewayContext, asking: Asking, bound: CallBound): ReserveCommand {
  const { principal, connection, attribution, asked, priceProvider: provider } = asking;
  const { labels, run, parentRun, final } = attribution;
  return {
    kind: 'reserve',
    id: context.newId(),
    dimensions: bindLabels(principal, { ...labels, connection: connection.name, provider, model: asked.model }),
    run,
    parentRun,
    amountNanoUsd: null,
    estimate: null,
    bound,
    alternatives: offeredModels(context.book, provider, asked.model, context.nowMs()),
    final,
    ttlMs: context.timing.ttlMs,
    // A call whose end nobody saw has cost something: it is charged when its time is over.
    onExpiry: 'charge',
    origin: 'gateway',
    mayCreateAgent: mayCreateAgent(principal),
  };
}

function refused(refusal: Refusal, outcome: Outcome & { kind: 'refused' }): Admission {
  const problem = withAlternatives(describeRefusal(refusal), outcome.alternatives ?? []);
  const seconds = retryAfterSeconds(refusal);
  const retryAfter = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  return { kind: 'refused', problem, headers: { ...retryAfter, ...refusedRateLimit(refusal) } };
}

/** Whether a reservation may stand though its answer was lost: it is given back as soon as the store answers. */
function giveBack(context: GatewayContext, orgId: string, reservationId: string, error: unknown): void {
  if (!isStoreFailure(error)) return;
  context.backlog.add(orgId, { kind: 'release', reservationId, origin: 'gateway', onlyAgent: null }, error);
}

/**
 * Sets money aside for a call at its bound, before anything is sent. Raises what the lane raises where the store cannot
 * answer: then nothing is sent either.
 */
export async function admitCall(context: GatewayContext, asking: Asking): Promise<Admission> {
  const { principal, connection, endpoint, attribution, asked, priceProvider } = asking;
  const { orgId } = principal;
  const bound = await boundFor(context, asking);
  const command = reserveCommand(context, asking, bound);
  const outcome = await askLane(context.lanes, orgId, command).catch((error: unknown) => {
    giveBack(context, orgId, command.id, error);
    throw error;
  });
  if (outcome.kind === 'refused') return refused(outcome.refusal, outcome);
  if (outcome.kind !== 'reserved') throw new Error(`a reserve came out as ${outcome.kind}`);
  const { reservation, counters, maxOutputTokens } = outcome;
  const grantedOutputTokens = maxOutputTokens ?? bound.maxOutputTokens;
  const billTo = { provider: priceProvider, model: asked.model, isEmbedding: !asked.hasOutput };
  const facts = { asked, bound, grantedOutputTokens, billTo };
  return {
    kind: 'admitted',
    admitted: {
      orgId,
      connection,
      endpoint,
      facts,
      reservation,
      counters,
      isClamped: grantedOutputTokens < bound.maxOutputTokens,
      final: outcome.final,
      runStatus: attribution.runStatus,
      fingerprint: asking.fingerprint,
    },
  };
}
