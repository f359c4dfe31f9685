import type { Call } from '../../generation/call.ts';
import type { Plan } from '../../generation/plan.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, readCount, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { noOddities } from '../no-stream.ts';
import type { Protocol, Target } from '../protocol.ts';
import { writeVector } from '../vector.ts';
import { countContent } from './count-content.ts';
import { writeGeminiRefusal } from './refusal-body.ts';

const usualDimensions = 3072;

/** `embedContent` has one content in its body, `batchEmbedContents` a list of such bodies. */
function readRequests(body: JsonObject): readonly JsonObject[] {
  if (body['requests'] === undefined) return [body];
  const requests = readList(body['requests'], 'requests').map((request) => needObject(request, 'requests'));
  if (requests.length === 0) throw new Refusal(400, '* BatchEmbedContentsRequest.requests: is not specified');
  return requests;
}

function readCall(body: JsonObject, target: Target): Call {
  const contents = readRequests(body).map((request) => countContent(request['content'], 'content'));
  return {
    provider: 'google',
    endpoint: 'embedContent',
    model: target.model ?? '',
    stream: false,
    blocks: contents.map(({ block }) => block),
    unseenTokens: 0,
    imageTokens: contents.reduce((sum, { imageTokens }) => sum + imageTokens, 0),
    cap: null,
    choices: 0,
    tools: [],
    mustCall: null,
    offersSearch: false,
    tier: null,
    lastText: contents.at(-1)?.text ?? '',
  };
}

/** The answer tells no usage: what was embedded is billed all the same. */
function writeAnswer({ body, call }: Plan): object {
  const requests = readRequests(body);
  const embeddings = call.blocks.map(({ content }, at) => {
    const request = requests[at] ?? {};
    const config = isObject(request['embedContentConfig']) ? request['embedContentConfig'] : request;
    const dimensions = readCount(config['outputDimensionality'], 'outputDimensionality') ?? usualDimensions;
    return { values: writeVector(content, dimensions) };
  });
  return body['requests'] === undefined ? { embedding: embeddings[0] } : { embeddings };
}

/** Gemini embedContent and batchEmbedContents. */
export const geminiEmbeddings: Protocol = {
  provider: 'google',
  endpoint: 'embedContent',
  readCall,
  writeAnswer,
  frames: () => [],
  oddities: noOddities,
  writeRefusal: writeGeminiRefusal,
  idPrefix: 'embd-',
};
