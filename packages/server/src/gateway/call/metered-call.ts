import type { GatewayContext } from '../context.ts';
import type { Ending } from './settlement.ts';
import { admitCall, type Asking } from './admit-call.ts';
import { bookCall } from './book-call.ts';
import type { ClientReply } from './client-reply.ts';
import { exchange } from './exchange.ts';
import { openCall } from './open-call.ts';
import type { PreparedRequest } from './prepare-request.ts';

export interface CallRequest {
  readonly asking: Asking;
  readonly client: ClientReply;
  readonly target: PreparedRequest;
}

function resultOf(ending: Ending): 'answered' | 'provider_error' | 'broken' | 'unsent' {
  return ending.kind === 'refused' ? 'provider_error' : ending.kind;
}

/**
 * One metered call from start to end: money is held, the provider is asked, its answer is passed on, and the call is
 * booked exactly once, whatever became of it. The client's answer ends after that, so that what it cost is in the ledger
 * when the client has it. Raises only before anything is sent.
 */
export async function meteredCall(context: GatewayContext, { asking, client, target }: CallRequest): Promise<void> {
  const { kind } = asking.endpoint;
  const startedMs = context.monotonicMs();
  const admission = await admitCall(context, asking);
  const admissionMs = context.monotonicMs() - startedMs;
  if (admission.kind === 'refused') {
    context.onCall(kind, 'refused', { admissionMs, wholeMs: null });
    client.refuse(admission.problem, admission.headers);
    return;
  }
  const call = openCall(context, admission.admitted);
  const { ending, deliver } = await exchange(context, { call, client, target }).finally(() => call.close());
  const booked = await bookCall(context, call, ending);
  context.onCall(kind, resultOf(ending), { admissionMs, wholeMs: context.monotonicMs() - startedMs });
  deliver(booked);
}
