import { type AskedCall, InvalidCall } from '../asked-call.ts';
import { readBody, readModel } from '../asking/fields.ts';
import { createTally, inputOf, type InputTally } from '../asking/input-tally.ts';
import type { JsonRecord } from '../json.ts';

/** Reads an Embeddings request, which may hold many texts, each with a context window of its own. Raises InvalidCall. */
export function readEmbeddingsCall(value: unknown): AskedCall {
  const body = readBody(value);
  const tally = createTally(0);
  const prompts = tallyInput(body, tally);
  return {
    model: readModel(body.model),
    otherModels: [],
    stream: false,
    serviceTier: null,
    choices: 1,
    hasOutput: false,
    outputCap: null,
    leastOutput: 0,
    input: inputOf(tally, body, { structured: new Set() }, prompts),
    audioOutput: false,
    imageOutput: false,
    tools: [],
    cacheWrite: 'none',
    hidesOutput: false,
    usageAsked: true,
    body: () => ({ ...body }),
  };
}

/** The number of prompts. An input may be numbers of tokens: their count is exact, and their digits are no text. */
function tallyInput(body: JsonRecord, tally: InputTally): number {
  const { input } = body;
  if (typeof input === 'string') return 1;
  if (!Array.isArray(input) || input.length === 0) throw new InvalidCall('input', 'must be a text or a list of texts');
  const isOnePrompt = input.every((item) => typeof item === 'number');
  const prompts: readonly unknown[] = isOnePrompt ? [input] : input;
  const numbered = prompts.filter(
    (prompt) => Array.isArray(prompt) && prompt.every((item) => typeof item === 'number'),
  );
  for (const prompt of numbered) tally.fixedTokens += (prompt as readonly number[]).length;
  if (numbered.length === prompts.length) tally.media.set(body, 'input');
  // Anything but texts and numbers (pictures, at some providers) is not bounded by its bytes.
  const texts = prompts.filter((prompt) => typeof prompt === 'string');
  if (texts.length + numbered.length < prompts.length) tally.unseen = true;
  return prompts.length;
}
