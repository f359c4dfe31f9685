import type { Block, Call, CallableTool } from '../../generation/call.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, needText, readCount, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import { readToolChoice } from '../openai-chat/read-call.ts';
import type { Content } from '../openai/content-blocks.ts';
import { addContent, countContent } from '../openai/content-blocks.ts';
import type { Memory } from '../protocol.ts';

const perItem = 3;
const opening = 3;
const searchTools = new Set(['web_search', 'web_search_preview', 'web_search_2025_08_26']);

/** Reads a Responses request. Raises Refusal for what is not simulated: `background`, and hosted tools but search. */
export function readResponsesCall(body: JsonObject, visionModel: string, memory: Memory): Call {
  if (body['background'] === true) throw new Refusal(400, 'background is not simulated.', 'background');
  const items = readItems(body['input']).map((item) => countItem(item, visionModel));
  const tools = readList(body['tools'], 'tools').map((tool) => needObject(tool, 'tools'));
  return {
    provider: 'openai',
    endpoint: 'responses',
    model: needText(body['model'], 'model'),
    stream: body['stream'] === true,
    blocks: [
      ...textBlocks(tools.length > 0 ? tools : undefined),
      ...textBlocks(body['instructions']),
      ...items.map(({ block }) => block),
    ],
    unseenTokens: opening + readUnseen(body['previous_response_id'], memory),
    imageTokens: items.reduce((sum, { content }) => sum + content.imageTokens, 0),
    cap: readCount(body['max_output_tokens'], 'max_output_tokens'),
    choices: 1,
    tools: readFunctions(tools),
    mustCall: readToolChoice(body['tool_choice']),
    offersSearch: tools.some(({ type }) => searchTools.has(String(type))),
    tier: typeof body['service_tier'] === 'string' ? body['service_tier'] : null,
    lastText: items.findLast(({ content }) => content.text !== '')?.content.text ?? '',
  };
}

function readItems(input: unknown): readonly JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const items = readList(input, 'input').map((item, at) => needObject(item, `input[${at}]`));
  if (items.length === 0) throw new Refusal(400, "Missing required parameter: 'input'.", 'input');
  return items;
}

/** A message counts by its content; any other item (calls, their results, reasoning) as the text of its JSON. */
function countItem(item: JsonObject, model: string): { block: Block; content: Content } {
  const text = JSON.stringify(item);
  const isMessage = item['role'] !== undefined;
  const content = isMessage ? countContent(item['content'], model, 'input.content') : outputContent(item, model);
  const own = isMessage ? countTokens(needText(item['role'], 'input.role')) : 0;
  return { block: { tokens: perItem + own + content.tokens, content: text }, content };
}

function outputContent(item: JsonObject, model: string): Content {
  const rest = { ...item, output: undefined };
  const counted: Content = { tokens: countTokens(JSON.stringify(rest)), imageTokens: 0, text: '' };
  return addContent(counted, countContent(item['output'], model, 'input.output'));
}

function textBlocks(value: unknown): Block[] {
  if (value === undefined || value === null) return [];
  const content = typeof value === 'string' ? value : JSON.stringify(value);
  return [{ tokens: countTokens(content), content }];
}

function readFunctions(tools: readonly JsonObject[]): CallableTool[] {
  const known = tools.filter(({ type }) => !searchTools.has(String(type)));
  return known.map((tool) => {
    if (tool['type'] !== 'function')
      throw new Refusal(400, `Tool '${String(tool['type'])}' is not simulated.`, 'tools');
    const schema = tool['parameters'];
    return { name: needText(tool['name'], 'tools.name'), schema: isObject(schema) ? schema : {} };
  });
}

function readUnseen(id: unknown, memory: Memory): number {
  if (id === undefined || id === null) return 0;
  const known = needText(id, 'previous_response_id');
  const tokens = memory.tokensOfResponse(known);
  if (tokens !== null) return tokens;
  const message = `Previous response with id '${known}' not found.`;
  throw new Refusal(400, message, 'previous_response_id', { code: 'previous_response_not_found' });
}
