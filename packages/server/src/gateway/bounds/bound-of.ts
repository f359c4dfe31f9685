import type { CallBound } from '@cofferdam/core';
import type { AskedCall, AskedInput } from '../providers/index.ts';
import type { Calibration } from './calibration.ts';
import type { ModelLimits } from './model-limits.ts';

/** How a connection or an agent wants its calls bounded. */
export interface BoundPolicy {
  /** `strict`: nothing but what is proven, and the cap as it is; `fit`, or null: calibrated, and the cap may be lowered. */
  readonly mode: 'strict' | 'fit' | null;
  readonly maxOutputTokens: number | null;
  readonly minOutputTokens: number | null;
}

export interface BoundContext {
  /** The price catalogue's name of who is asked. */
  readonly provider: string;
  readonly limits: ModelLimits;
  readonly policy: BoundPolicy;
  readonly calibration: Pick<Calibration, 'bound'>;
}

/** The window of a model whose own is not known: no provider of text models lists a larger one than 2,000,000 and some. */
const UNKNOWN_WINDOW = 2_097_152;

/** The cap of a call where neither the caller nor the model nor the policy has one. */
const USUAL_OUTPUT_TOKENS = 8192;

/** The least output that a lowered cap leaves, unless the policy says otherwise. */
const LEAST_OUTPUT_TOKENS = 1024;

/** The most that a call may use: what a reservation is made for. */
export function boundOf(asked: AskedCall, context: BoundContext): CallBound {
  const inputTokens = inputAtMost(asked, context);
  const maxOutputTokens = asked.hasOutput ? outputAtMost(asked, context) : 0;
  return {
    inputTokens,
    audioInputTokens: Math.min(asked.input.audioTokens, inputTokens),
    imageInputTokens: Math.min(asked.input.imageTokens, inputTokens),
    maxOutputTokens,
    minOutputTokens: outputAtLeast(asked, context.policy, maxOutputTokens),
    choices: asked.choices,
    audioOutput: asked.audioOutput,
    imageOutput: asked.imageOutput,
    serviceTier: asked.serviceTier,
    // Without a tier OpenAI takes the one that the project is set to, which may be a dearer one.
    anyServiceTier: context.policy.mode === 'strict' && context.provider === 'openai' && asked.serviceTier === null,
    tools: asked.tools,
    otherModels: asked.otherModels,
  };
}

/** Whether a call's text says how many tokens a model makes of a byte: it has nothing else in it. */
export function isPlainText(input: AskedInput): boolean {
  return !input.unseen && input.imageTokens === 0 && input.audioTokens === 0 && input.prompts === 1;
}

// A provider refuses a prompt that is longer than the window, and charges nothing for it.
function inputAtMost({ model, input }: AskedCall, { provider, limits, policy, calibration }: BoundContext): number {
  const window = (limits.contextWindow ?? UNKNOWN_WINDOW) * input.prompts;
  if (input.unseen) return window;
  const text = policy.mode === 'strict' ? input.textBytes : calibration.bound(provider, model, input.textBytes);
  return Math.min(window, text + input.fixedTokens + input.imageTokens + input.audioTokens);
}

function outputAtMost({ outputCap }: AskedCall, { limits, policy }: BoundContext): number {
  const most = [outputCap, limits.maxOutputTokens, policy.maxOutputTokens].filter((cap) => cap !== null);
  if (outputCap === null && limits.maxOutputTokens === null) most.push(USUAL_OUTPUT_TOKENS);
  return Math.min(...most);
}

function outputAtLeast({ leastOutput }: AskedCall, { mode, minOutputTokens }: BoundPolicy, most: number): number {
  if (mode === 'strict') return most;
  return Math.min(most, Math.max(leastOutput, minOutputTokens ?? LEAST_OUTPUT_TOKENS));
}
