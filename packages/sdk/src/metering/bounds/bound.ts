import { CofferdamError } from '../../errors/index.ts';

/** What a call may use at most; what it is reserved by. */
export interface Bound {
  readonly input_tokens: number;
  readonly max_output_tokens: number;
}

/** A call whose most cannot be told from its request, or that is not metered at all: it is not made. */
export class UnboundedCallError extends CofferdamError {
  override readonly name: string = 'UnboundedCallError';

  constructor(detail: string) {
    super(detail, { code: 'unbounded_call', isFinal: true });
  }
}

/** What a request asks for, as far as money is concerned. */
export interface Asked {
  readonly model: string;
  readonly stream: boolean;
  /** Why the request alone does not say what it may cost; null where it does. */
  readonly unbounded: string | null;
  readonly bound: Bound;
  /** The request as it is sent: it carries the cap that the bound is made from. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The caller did not ask for the usage of a stream, and is not to see it. */
  readonly hidesUsage: boolean;
}

export interface BoundOptions {
  /** The cap that is written into a request that has none. */
  readonly maxOutputTokens?: number | undefined;
  /** The name of the cap in Chat Completions: OpenAI has left `max_tokens`, most others know only that. */
  readonly capName?: 'max_completion_tokens' | 'max_tokens' | undefined;
}

const marksOfAMessage = 16;

/** What a prompt is at most, from the bytes of its text, its messages and its pictures. */
export function inputAtMost(textTokens: number, messages: number, imageTokens: number): number {
  return textTokens + marksOfAMessage * (messages + 1) + imageTokens;
}

/** A model's own limit of older families; a cap above it would be refused. */
const smallOutputs: readonly (readonly [RegExp, number])[] = [
  [/^(?:gpt-3\.5|gpt-4-(?:turbo|1106|0125|vision)|gpt-4o-2024-05-13)/, 4096],
  [/^gpt-4(?:-0|$)/, 8192],
];
const usualOutput = 16_384;

/** The cap for a request that has none. */
export function usualCap(model: string, { maxOutputTokens }: BoundOptions): number {
  return maxOutputTokens ?? smallOutputs.find(([models]) => models.test(model))?.[1] ?? usualOutput;
}

/** Dearer kinds of service, in terms of tokens at the plain price; null for one that is not known. */
export function tierFactor(tier: string | null): number | null {
  if (tier === null || ['auto', 'default', 'standard', 'standard_only', 'flex', 'batch'].includes(tier)) return 1;
  return tier === 'priority' ? 2 : null;
}

export function scaled({ input_tokens: input, max_output_tokens: output }: Bound, inputBy: number, by: number): Bound {
  return { input_tokens: Math.ceil(input * inputBy * by), max_output_tokens: Math.ceil(output * by) };
}
