import { type AskedCall, InvalidCall } from '../asked-call.ts';
import { isSaid, readBody, readFlag, readModel, readRecords, readWhole } from '../asking/fields.ts';
import { createTally, inputOf, type InputTally } from '../asking/input-tally.ts';
import type { JsonRecord } from '../json.ts';
import { hidesReasoning } from '../openai-chat/hides-reasoning.ts';
import { readOpenAiTier, writesOpenAiCache } from '../openai-chat/read-call.ts';
import { addItem } from './read-items.ts';
import { readHosted } from './read-hosted.ts';

const OPENING = 16;
const PER_ITEM = 8;

/** developers.openai.com/api/reference, create a response: `max_output_tokens` is at least 16. */
const LEAST_OUTPUT = 16;

const STRUCTURED: ReadonlySet<string> = new Set(['arguments', 'format', 'text', 'tool_choice', 'tools']);

// What these stand for is kept by OpenAI. Compacting the context runs the model once more.
const UNSEEN_FIELDS = ['context_management', 'conversation', 'previous_response_id', 'prompt'] as const;

/** Reads a Responses request. Raises InvalidCall, for `background` too: such an answer is not there to be metered. */
export function readResponsesCall(value: unknown, provider: string): AskedCall {
  const body = readBody(value);
  const model = readModel(body.model);
  if (readFlag(body.background, 'background')) {
    throw new InvalidCall('background', 'cannot be metered: the answer would end after the call');
  }
  const tally = tallyInput(body, model);
  const hosted = readHosted(body, provider, tally);
  return {
    model,
    otherModels: [],
    stream: readFlag(body.stream, 'stream'),
    serviceTier: readOpenAiTier(body),
    choices: 1,
    hasOutput: true,
    outputCap: readWhole(body.max_output_tokens, 'max_output_tokens'),
    leastOutput: LEAST_OUTPUT,
    input: inputOf(tally, body, { structured: STRUCTURED }),
    audioOutput: false,
    imageOutput: false,
    tools: hosted.tools,
    cacheWrite: writesOpenAiCache(body, model) ? '5m' : 'none',
    hidesOutput: hidesReasoning(model),
    usageAsked: true,
    body: (cap) => ({ ...body, ...hosted.written, ...(cap !== null && { max_output_tokens: cap }) }),
  };
}

function tallyInput(body: JsonRecord, model: string): InputTally {
  const { input } = body;
  const isText = input === undefined || input === null || typeof input === 'string';
  if (!isText && !Array.isArray(input)) throw new InvalidCall('input', 'must be a text or a list of items');
  const items = isText ? [] : readRecords(input, 'input');
  const tally = createTally(OPENING + PER_ITEM * (items.length + 1));
  for (const [index, item] of items.entries()) addItem(item, `input[${index}]`, model, tally);
  if (UNSEEN_FIELDS.some((field) => isSaid(body[field]))) tally.unseen = true;
  return tally;
}
