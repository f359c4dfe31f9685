import type { IncomingHttpHeaders } from 'node:http';
import { chooseBehaviour } from '../behaviour/behaviours.ts';
import { partOfModel } from '../behaviour/directives.ts';
import { BehaviourError } from '../behaviour/read-part.ts';
import { countCached, nothingCached } from '../cache/count-cached.ts';
import type { Call } from '../generation/call.ts';
import { findModel } from '../generation/models.ts';
import type { Plan } from '../generation/plan.ts';
import { checkLimits, countPrompt, planChoices, usageOf } from '../generation/plan.ts';
import { digitsOf, randomFrom } from '../generation/random.ts';
import type { JsonObject } from '../http/json.ts';
import { Refusal } from '../http/refusal.ts';
import { openaiTier } from '../protocols/openai/tier.ts';
import type { Protocol, Target } from '../protocols/protocol.ts';
import type { State } from './state.ts';

/** A request as it came, and its place among all. */
export interface Incoming {
  readonly body: JsonObject;
  readonly headers: IncomingHttpHeaders;
  readonly target: Target;
  readonly protocol: Protocol;
  readonly place: number;
}

/** A plan, and the name that the price table knows the model by. */
export interface Planned {
  readonly plan: Plan;
  readonly pricedModel: string;
}

/** Decides everything about an answer. Raises Refusal where the provider, or the behaviour, answers with an error. */
export function makePlan(state: State, incoming: Incoming): Planned {
  const { body, protocol, target, place } = incoming;
  const call = protocol.readCall(body, target, state.memory);
  const { base, behaviour } = chooseFor(state, incoming, call);
  if (behaviour.errorStatus !== null) throw refusalOf(behaviour.errorStatus, behaviour.retryAfterSeconds);

  const model = findModel(base);
  const prompt = countPrompt(call, behaviour);
  checkLimits(call, prompt.promptTokens, model);
  const tier = behaviour.tier ?? servedTier(call, model?.id ?? base);
  // Embeddings have no prompt cache.
  const cached =
    behaviour.cache && call.choices > 0
      ? countCached(call, prompt.promptTokens, state.cache, state.clock.now())
      : nothingCached;
  const seed = randomFrom(behaviour.seed ?? `${state.seed}/${place}/words`).between(0, 0xffff_ffff);
  const choices = planChoices(call, behaviour, model, seed);
  const plan: Plan = {
    id: protocol.idPrefix + answerId(state.seed, place),
    createdAtSeconds: Math.floor(state.clock.now() / 1000),
    call,
    body,
    sse: target.sse,
    behaviour,
    servedModel: call.model === base ? (model?.servedAs ?? call.model) : call.model,
    tier,
    choices,
    usage: usageOf(call, behaviour, prompt, cached, choices),
  };
  return { plan, pricedModel: model?.id ?? base };
}

/** Ids that look like ids and are the same in every run with the same seed; the place keeps them apart. */
export function answerId(seed: string, place: number): string {
  return digitsOf(`${seed}/${place}`, 24) + place.toString(16).padStart(8, '0');
}

function chooseFor(
  state: State,
  { headers, place }: Incoming,
  call: Call,
): { base: string; behaviour: Plan['behaviour'] } {
  const [next = {}, ...later] = state.behaviours.next;
  state.behaviours = { ...state.behaviours, next: later };
  const random = randomFrom(`${state.seed}/${place}/behaviour`);
  try {
    const { base, part } = partOfModel(call.model);
    const wishes = { ofModel: part, promptText: call.lastText, headers };
    return { base, behaviour: chooseBehaviour(state.behaviours, next, wishes, random) };
  } catch (error) {
    if (error instanceof BehaviourError) throw new Refusal(400, `simulator: ${error.message}`);
    throw error;
  }
}

function servedTier(call: Call, model: string): string {
  switch (call.provider) {
    case 'openai':
      return openaiTier(call.tier, model);
    case 'anthropic':
      return 'standard';
    case 'google':
      return 'standard';
  }
}

const messages: Readonly<Record<number, string>> = {
  400: 'The request is invalid.',
  401: 'Incorrect API key provided.',
  429: 'Rate limit reached. Please try again later.',
  500: 'The server had an error while processing your request.',
  529: 'Overloaded',
};

function refusalOf(status: number, retryAfterSeconds: number | null): Refusal {
  const mayComeBack = status === 429 || status === 503 || status === 529;
  return new Refusal(status, messages[status] ?? `Error ${status}.`, null, {
    retryAfterSeconds: mayComeBack ? retryAfterSeconds : null,
  });
}
