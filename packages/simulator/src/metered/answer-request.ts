import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { deliverStream, type Oddities } from '../delivery/deliver-stream.ts';
import type { Sink } from '../delivery/sink.ts';
import { createSink } from '../delivery/sink.ts';
import type { Plan } from '../generation/plan.ts';
import type { Provider } from '../generation/call.ts';
import { tellsUsage } from '../protocols/openai-chat/frames.ts';
import { readCredential } from '../http/credential.ts';
import { readBody } from '../http/read-body.ts';
import { Refusal } from '../http/refusal.ts';
import { sendJson } from '../http/send-json.ts';
import type { Protocol, Target } from '../protocols/protocol.ts';
import type { Outcome } from '../truth/record.ts';
import type { Entry, Identity } from '../truth/truths.ts';
import { answerId, makePlan } from './make-plan.ts';
import type { State } from './state.ts';

/** Answers one metered request, and keeps its truth. */
export async function answerRequest(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { protocol, target }: { readonly protocol: Protocol; readonly target: Target },
): Promise<void> {
  state.arrived += 1;
  const place = state.arrived;
  const signal = closingOf(response);
  let identity = firstIdentity(state, place, protocol, readCredential(request, url));
  try {
    const body = await readBody(request);
    identity = { ...identity, model: target.model ?? (typeof body['model'] === 'string' ? body['model'] : '') };
    if (state.apiKey !== null && identity.credential !== state.apiKey)
      throw new Refusal(401, 'Incorrect API key provided.');
    const { plan, pricedModel } = makePlan(state, { body, headers: request.headers, target, protocol, place });
    const { id, call, behaviour } = plan;
    identity = { ...identity, id, model: call.model, stream: call.stream, tag: behaviour.tag };
    const entry = state.truths.open(identity, plan, pricedModel);
    rememberResponse(state, plan);
    await answer({ state, response, protocol, plan, entry, signal, requestId: identity.requestId });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    state.truths.refuse(identity, error.status);
    refuse(response, protocol, error, identity);
  }
}

interface Answering {
  readonly state: State;
  readonly response: ServerResponse;
  readonly protocol: Protocol;
  readonly plan: Plan;
  readonly entry: Entry;
  readonly signal: AbortSignal;
  readonly requestId: string;
}

async function answer(answering: Answering): Promise<void> {
  const { state, response, plan, entry, signal, requestId } = answering;
  const { call, behaviour } = plan;
  if (behaviour.firstByteMs > 0) await state.clock.sleep(behaviour.firstByteMs, signal);
  const sse = plan.sse ? 'text/event-stream; charset=utf-8' : 'application/json; charset=UTF-8';
  response.statusCode = 200;
  response.setHeader('content-type', call.stream ? sse : 'application/json');
  for (const [name, value] of Object.entries(requestHeaders(call.provider, requestId))) response.setHeader(name, value);
  if (behaviour.gzip) response.setHeader('content-encoding', 'gzip');
  const sink = createSink(response, behaviour, state.clock, signal);
  let outcome: Outcome = 'failed';
  try {
    outcome = call.stream ? await stream(answering, sink) : await answerWhole(answering, sink);
  } finally {
    entry.close(outcome, sink.bytes(), reportsUsage(plan, outcome));
  }
}

async function stream({ state, protocol, plan, entry, signal }: Answering, sink: Sink): Promise<Outcome> {
  const { behaviour } = plan;
  const frames = protocol.frames(plan);
  const oddities = (): Oddities => protocol.oddities(plan);
  const generated = entry.generated;
  return deliverStream({ frames, oddities, behaviour, sink, clock: state.clock, signal, generated });
}

/** An answer that is not streamed is generated to its end, whoever still waits for it, and billed in full. */
async function answerWhole(
  { state, response, protocol, plan, entry, signal }: Answering,
  sink: Sink,
): Promise<Outcome> {
  const { behaviour, usage } = plan;
  entry.generatedAll();
  if (behaviour.tokensPerSecond > 0) {
    await state.clock.sleep((usage.outputTokens * 1000) / behaviour.tokensPerSecond, signal);
  }
  const text = JSON.stringify(protocol.writeAnswer(plan));
  const { hangUpAfterTokens, stallAfterTokens, gzip } = behaviour;
  if (hangUpAfterTokens === null && stallAfterTokens === null) {
    if (!gzip) response.setHeader('content-length', Buffer.byteLength(text));
    await sink.write(text);
    await sink.end();
    return signal.aborted ? 'aborted' : 'completed';
  }
  return breakOff(text, behaviour.hangUpAfterTokens, sink, signal);
}

/** Sends half of the answer (nothing, for a hang-up after 0 tokens), then closes the connection or falls silent. */
async function breakOff(
  text: string,
  hangUpAfterTokens: number | null,
  sink: Sink,
  signal: AbortSignal,
): Promise<Outcome> {
  if (hangUpAfterTokens !== 0) await sink.write(text.slice(0, Math.floor(text.length / 2)));
  if (hangUpAfterTokens !== null) {
    await sink.hangUp();
    return 'hung_up';
  }
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  return 'aborted';
}

/** Aborted when the connection closes before the answer has gone out. */
function closingOf(response: ServerResponse): AbortSignal {
  const closing = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) closing.abort();
  });
  return closing.signal;
}

function firstIdentity(state: State, place: number, protocol: Protocol, credential: string | null): Identity {
  const requestId = `req_${answerId(`${state.seed}/request`, place)}`;
  const { provider, endpoint } = protocol;
  return { id: '', requestId, tag: null, provider, endpoint, model: '', credential, stream: false };
}

function rememberResponse(state: State, { id, body, call, usage }: Plan): void {
  if (call.endpoint === 'responses' && body['store'] !== false) {
    state.memory.keep(id, usage.promptTokens + usage.outputTokens);
  }
}

/** Whether the client was told the whole usage. */
function reportsUsage(plan: Plan, outcome: Outcome): boolean {
  const { call, behaviour } = plan;
  if (behaviour.usage === 'missing' || outcome !== 'completed') return false;
  if (call.endpoint === 'chat.completions' && call.stream) return tellsUsage(plan);
  return call.endpoint !== 'embedContent';
}

function requestHeaders(provider: Provider, requestId: string): OutgoingHttpHeaders & Record<string, string> {
  switch (provider) {
    case 'openai':
      return { 'x-request-id': requestId, 'openai-version': '2020-10-01' };
    case 'anthropic':
      return { 'request-id': requestId };
    case 'google':
      return {};
  }
}

function refuse(response: ServerResponse, protocol: Protocol, refusal: Refusal, identity: Identity): void {
  const { retryAfterSeconds, status } = refusal;
  sendJson(response, status, protocol.writeRefusal(refusal, identity.requestId), {
    ...requestHeaders(identity.provider, identity.requestId),
    ...(retryAfterSeconds !== null && { 'retry-after': String(retryAfterSeconds) }),
  });
}
