import { type AskedCall, InvalidCall } from '../asked-call.ts';
import {
  isSaid,
  readBody,
  readList,
  readModel,
  readRecord,
  readRecords,
  readText,
  readWhole,
} from '../asking/fields.ts';
import { addUnseenSound, createTally, inputOf, type InputTally } from '../asking/input-tally.ts';
import type { JsonRecord } from '../json.ts';
import { fieldOf, recordIn, spellings } from './fields.ts';
import { generationOf } from './media-tokens.ts';
import { addContent } from './read-content.ts';
import { readHosted } from './read-hosted.ts';

// Marks of turns are not published; the punctuation that is counted with the text covers them as well.
const OPENING = 16;
const PER_CONTENT = 8;

const CAP = 'generationConfig.maxOutputTokens';
const CHOICES = 'generationConfig.candidateCount';

/** ai.google.dev/api/generate-content: `candidateCount` is at most 8. */
const MAX_CANDIDATES = 8;

const STRUCTURED: ReadonlySet<string> = new Set([
  'functionCall',
  'functionResponse',
  'function_call',
  'function_response',
  'generationConfig',
  'generation_config',
  'tools',
]);

const NOTHING_ASKED = {
  otherModels: [],
  audioOutput: false,
  imageOutput: false,
  tools: [],
  cacheWrite: 'none',
  usageAsked: true,
} as const;

/** Reads generateContent, streamGenerateContent, embedContent and batchEmbedContents. Raises InvalidCall. */
export function readGeminiCall(value: unknown, path: { model: string | null; stream: boolean | null }): AskedCall {
  const body = readBody(value);
  const model = readModel(path.model);
  if (!isSaid(body.contents) && (isSaid(body.content) || isSaid(body.requests))) return readEmbedding(body, model);
  if (!Array.isArray(body.contents) && readRecord(body.contents, 'contents') === null) {
    throw new InvalidCall('contents', 'must be a list');
  }
  const tally = tallyContents(body, model);
  const tools = readHosted(body, model, tally);
  const config = recordIn(body, 'generationConfig') ?? {};
  const modalities = readList(fieldOf(config, 'responseModalities'), 'responseModalities').map(String);
  return {
    ...NOTHING_ASKED,
    model,
    stream: path.stream === true,
    serviceTier: readTier(body),
    choices: readWhole(fieldOf(config, 'candidateCount', CHOICES), CHOICES, 1, MAX_CANDIDATES) ?? 1,
    hasOutput: true,
    outputCap: readWhole(fieldOf(config, 'maxOutputTokens', CAP), CAP),
    leastOutput: 1,
    input: inputOf(tally, body, { structured: STRUCTURED }),
    audioOutput: /tts|native-audio|live/.test(model) || modalities.some((name) => name.toUpperCase() === 'AUDIO'),
    imageOutput: model.includes('image') || modalities.some((name) => name.toUpperCase() === 'IMAGE'),
    tools,
    hidesOutput: hidesThoughts(model, config),
    body: (cap) => (cap === null ? { ...body } : withCap(body, config, cap)),
  };
}

function tallyContents(body: JsonRecord, model: string): InputTally {
  const contents = Array.isArray(body.contents)
    ? readRecords(body.contents, 'contents')
    : readRecords([body.contents], 'contents');
  const tally = createTally(OPENING + PER_CONTENT * contents.length);
  addContent(recordIn(body, 'systemInstruction'), 'systemInstruction', model, tally);
  for (const [index, content] of contents.entries()) addContent(content, `contents[${index}]`, model, tally);
  if (fieldOf(body, 'cachedContent') !== undefined) addUnseenSound(tally);
  return tally;
}

function withCap(body: JsonRecord, config: JsonRecord, cap: number): Record<string, unknown> {
  const [configName = 'generationConfig'] = spellings(body, 'generationConfig');
  const [capName = 'maxOutputTokens'] = spellings(config, 'maxOutputTokens');
  return { ...body, [configName]: { ...config, [capName]: cap } };
}

// The tier by its name alone, or as the constant of the API; `unspecified` is the standard one.
function readTier(body: JsonRecord): string | null {
  const tier = readText(fieldOf(body, 'serviceTier'), 'serviceTier')
    ?.toLowerCase()
    .replace(/^service_tier_/, '');
  return tier === undefined || tier === '' || tier === 'unspecified' ? null : tier;
}

// ai.google.dev/gemini-api/docs/thinking: from 2.5 on models think unless the budget is 0. Thoughts are billed in full, and
// shown as summaries if at all.
function hidesThoughts(model: string, config: JsonRecord): boolean {
  const thinking = recordIn(config, 'thinkingConfig', 'generationConfig.thinkingConfig') ?? {};
  if (/gemini-(?:1|2\.0)|gemma/.test(model)) return false;
  return !(generationOf(model) === 2 && fieldOf(thinking, 'thinkingBudget') === 0);
}

function readEmbedding(body: JsonRecord, model: string): AskedCall {
  const requests = isSaid(body.requests) ? readRecords(body.requests, 'requests') : [body];
  const tally = createTally((OPENING + PER_CONTENT) * requests.length);
  for (const [index, request] of requests.entries()) {
    addContent(readRecord(request.content, `requests[${index}].content`), `requests[${index}].content`, model, tally);
  }
  return {
    ...NOTHING_ASKED,
    model,
    stream: false,
    serviceTier: null,
    choices: 1,
    hasOutput: false,
    outputCap: null,
    leastOutput: 0,
    input: inputOf(tally, body, { structured: STRUCTURED }, requests.length),
    hidesOutput: false,
    body: () => ({ ...body }),
  };
}
