import type { Block } from '../../generation/call.ts';
import type { Plan } from '../../generation/plan.ts';
import type { JsonObject } from '../../http/json.ts';
import { needText, readCount, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import { writeOpenaiRefusal } from '../openai/refusal-body.ts';
import type { Protocol } from '../protocol.ts';
import { noOddities } from '../no-stream.ts';
import { writeVector } from '../vector.ts';

/** The body of an answer of Embeddings. */
export interface EmbeddingsAnswer {
  object: 'list';
  data: { object: 'embedding'; index: number; embedding: number[] | string }[];
  model: string;
  usage?: { prompt_tokens: number; total_tokens: number };
}

const usualDimensions = 1536;

/** An input is a text, a list of texts, a list of token numbers, or a list of such lists. */
function readInputs(input: unknown): Block[] {
  if (typeof input === 'string') return [{ tokens: countTokens(input), content: input }];
  const list = readList(input, 'input');
  if (list.length === 0) throw new Refusal(400, "Missing required parameter: 'input'.", 'input');
  if (list.every((item) => typeof item === 'number')) return [numbersBlock(list)];
  return list.map((item) => {
    if (typeof item === 'string') return { tokens: countTokens(item), content: item };
    return numbersBlock(readList(item, 'input'));
  });
}

function numbersBlock(numbers: readonly unknown[]): Block {
  return { tokens: numbers.length, content: numbers.join(' ') };
}

function writeEmbeddings({ body, call, behaviour, servedModel, usage }: Plan): EmbeddingsAnswer {
  const dimensions = readCount(body['dimensions'], 'dimensions') ?? usualDimensions;
  const asText = body['encoding_format'] === 'base64';
  const data = call.blocks.map(({ content }, index): EmbeddingsAnswer['data'][number] => {
    const vector = writeVector(content, dimensions);
    const embedding = asText ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
    return { object: 'embedding', index, embedding };
  });
  const answer: EmbeddingsAnswer = { object: 'list', data, model: servedModel };
  if (behaviour.usage === 'missing') return answer;
  return { ...answer, usage: { prompt_tokens: usage.promptTokens, total_tokens: usage.promptTokens } };
}

function readCall(body: JsonObject): ReturnType<Protocol['readCall']> {
  const blocks = readInputs(body['input']);
  return {
    provider: 'openai',
    endpoint: 'embeddings',
    model: needText(body['model'], 'model'),
    stream: false,
    blocks,
    unseenTokens: 0,
    imageTokens: 0,
    cap: null,
    choices: 0,
    tools: [],
    mustCall: null,
    offersSearch: false,
    tier: null,
    lastText: blocks.at(-1)?.content ?? '',
  };
}

/** OpenAI Embeddings: the answer has no id, and no stream. */
export const openaiEmbeddings: Protocol = {
  provider: 'openai',
  endpoint: 'embeddings',
  readCall,
  writeAnswer: writeEmbeddings,
  frames: () => [],
  oddities: noOddities,
  writeRefusal: writeOpenaiRefusal,
  idPrefix: 'embd-',
};
