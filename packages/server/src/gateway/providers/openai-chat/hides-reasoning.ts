import { plainName } from './image-tokens.ts';

// Models that are known to have no reasoning: all that they are billed for as output is in their answers.
const SHOWS_ALL =
  /^(?:gpt-3\.5|gpt-4|chatgpt-4o|gpt-audio|text-|llama-?[23]|meta-llama|gemma-?[123]|mixtral|codestral)/i;

/** Whether a model may be billed for output that its answers do not show; taken to be so where it is not known. */
export function hidesReasoning(model: string): boolean {
  return !SHOWS_ALL.test(plainName(model));
}
