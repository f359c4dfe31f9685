import type { Behaviour } from '../behaviour/behaviour.ts';
import type { CachedTokens } from '../cache/count-cached.ts';
import type { JsonObject } from '../http/json.ts';
import { Refusal } from '../http/refusal.ts';
import type { Call, Usage } from './call.ts';
import type { Model } from './models.ts';
import type { Choice } from './plan-choice.ts';
import { choiceTokens, planChoice } from './plan-choice.ts';

/** Everything about an answer, decided before its first byte. */
export interface Plan {
  readonly id: string;
  readonly createdAtSeconds: number;
  readonly call: Call;
  /** The request as it came, for the fields that an answer repeats. */
  readonly body: JsonObject;
  readonly sse: boolean;
  readonly behaviour: Behaviour;
  /** The model's name in the answer, and the tier that serves it. */
  readonly servedModel: string;
  readonly tier: string;
  readonly choices: readonly Choice[];
  /** What the whole answer will have used. */
  readonly usage: Usage;
}

/** Results of a search that a model reads are part of its prompt. */
export const tokensPerSearch = 500;

/** The searches that a call makes, and the whole prompt with what they add to it. */
export function countPrompt(call: Call, behaviour: Behaviour): { promptTokens: number; searches: number } {
  const searches = call.offersSearch ? (behaviour.searches ?? 1) : 0;
  const sent = call.blocks.reduce((sum, { tokens }) => sum + tokens, call.unseenTokens);
  return { promptTokens: (behaviour.promptTokens ?? sent) + searches * tokensPerSearch, searches };
}

/** Plans the choices and adds up what they will use. `model` is null for a name without known limits. */
export function planChoices(call: Call, behaviour: Behaviour, model: Model | null, seed: number): Choice[] {
  const cap = call.cap ?? model?.outputTokens ?? null;
  return Array.from({ length: call.choices }, (_, index) => planChoice({ ...call, cap }, behaviour, seed, index));
}

/** Raises Refusal where the caller asks for more than the model takes or gives. */
export function checkLimits(call: Call, promptTokens: number, model: Model | null): void {
  if (model === null) return;
  if (call.cap !== null && model.outputTokens > 0 && call.cap > model.outputTokens) {
    throw new Refusal(
      400,
      `max tokens is too large: ${call.cap}. This model supports at most ${model.outputTokens} completion tokens.`,
      'max_tokens',
      { code: 'invalid_value' },
    );
  }
  if (promptTokens > model.contextTokens) {
    throw new Refusal(
      400,
      `This model's maximum context length is ${model.contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens.`,
      'messages',
      { code: 'context_length_exceeded' },
    );
  }
}

/** The whole usage; a behaviour's own figures for the cache go before what the cache did, within the prompt. */
export function usageOf(
  call: Call,
  behaviour: Behaviour,
  prompt: { readonly promptTokens: number; readonly searches: number },
  cached: CachedTokens,
  choices: readonly Choice[],
): Usage {
  const cachedTokens = Math.min(behaviour.cachedTokens ?? cached.cachedTokens, prompt.promptTokens);
  const room = prompt.promptTokens - cachedTokens;
  const hour = behaviour.written1hTokens ?? (behaviour.writtenTokens === null ? cached.written1hTokens : 0);
  const whole = Math.max(behaviour.writtenTokens ?? cached.writtenTokens, hour);
  const writtenTokens = call.provider === 'anthropic' ? Math.min(whole, room) : 0;
  return {
    ...prompt,
    imageTokens: Math.min(call.imageTokens, prompt.promptTokens),
    cachedTokens,
    writtenTokens,
    written1hTokens: Math.min(hour, writtenTokens),
    outputTokens: choices.reduce((sum, choice) => sum + choiceTokens(choice), 0),
    reasoningTokens: choices.reduce((sum, choice) => sum + choice.reasoningTokens, 0),
  };
}
