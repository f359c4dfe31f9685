import type { Block, Call, CallableTool } from '../../generation/call.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, needText, readCount, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import type { Target } from '../protocol.ts';
import type { CountedContent } from './count-content.ts';
import { countContent } from './count-content.ts';

/** The blocks of a prompt: definitions of tools, the system's instruction, then what was said. Raises Refusal. */
export function countGeminiPrompt(body: JsonObject): { blocks: Block[]; contents: CountedContent[] } {
  const contents = readList(body['contents'], 'contents').map((content) => countContent(content, 'contents'));
  if (contents.length === 0) throw new Refusal(400, '* GenerateContentRequest.contents: contents is not specified');
  const system = body['systemInstruction'];
  const instruction = system === undefined ? [] : [countContent(system, 'systemInstruction').block];
  return { blocks: [...toolBlocks(body['tools']), ...instruction, ...contents.map(({ block }) => block)], contents };
}

function toolBlocks(tools: unknown): Block[] {
  const list = readList(tools, 'tools');
  const content = JSON.stringify(list);
  return list.length === 0 ? [] : [{ tokens: countTokens(content), content }];
}

/** Reads a generateContent request. Raises Refusal for hosted tools other than search, and for cached contents. */
export function readGeminiCall(body: JsonObject, target: Target): Call {
  if (body['cachedContent'] !== undefined) throw new Refusal(400, 'cachedContent is not simulated.', 'cachedContent');
  const config = isObject(body['generationConfig']) ? body['generationConfig'] : {};
  const tools = readList(body['tools'], 'tools').map((tool) => needObject(tool, 'tools'));
  const { blocks, contents } = countGeminiPrompt(body);
  return {
    provider: 'google',
    endpoint: 'generateContent',
    model: target.model ?? '',
    stream: target.stream,
    blocks,
    unseenTokens: 0,
    imageTokens: contents.reduce((sum, { imageTokens }) => sum + imageTokens, 0),
    cap: readCount(config['maxOutputTokens'], 'maxOutputTokens'),
    choices: readCount(config['candidateCount'], 'candidateCount') ?? 1,
    tools: tools.flatMap((tool) => readFunctions(tool)),
    mustCall: readMode(body['toolConfig']),
    offersSearch: tools.some((tool) => tool['googleSearch'] !== undefined),
    tier: null,
    lastText: contents.findLast(({ text }) => text !== '')?.text ?? '',
  };
}

function readFunctions(tool: JsonObject): CallableTool[] {
  const hosted = Object.keys(tool).find((name) => name !== 'functionDeclarations' && name !== 'googleSearch');
  if (hosted !== undefined) throw new Refusal(400, `Tool '${hosted}' is not simulated.`, 'tools');
  return readList(tool['functionDeclarations'], 'tools').map((value) => {
    const declaration = needObject(value, 'functionDeclarations');
    const schema = declaration['parameters'] ?? declaration['parametersJsonSchema'];
    return { name: needText(declaration['name'], 'functionDeclarations.name'), schema: isObject(schema) ? schema : {} };
  });
}

/** Mode `ANY` demands a call, of the one function where only one is allowed. */
function readMode(toolConfig: unknown): Call['mustCall'] {
  const config = isObject(toolConfig) ? toolConfig['functionCallingConfig'] : undefined;
  if (!isObject(config) || config['mode'] !== 'ANY') return null;
  const allowed = readList(config['allowedFunctionNames'], 'allowedFunctionNames');
  return allowed.length === 1 ? { name: String(allowed[0]) } : 'any';
}
