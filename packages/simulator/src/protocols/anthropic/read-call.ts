import type { Call, CallableTool } from '../../generation/call.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, needText, readCount, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import type { CountedBlock } from './count-block.ts';
import { countBlock } from './count-block.ts';

/** Tokens that open the prompt, and that each message adds. */
const opening = 3;
const perMessage = 3;

/**
 * The prompt that Anthropic adds by itself when tools are offered, as its documentation of tool use counts it for
 * Claude Sonnet 4.5: no part of it is in the request.
 */
const toolPromptTokens = { free: 346, forced: 313 };
const mostMarks = 4;

/** What a request to count tokens and a request for an answer have in common. */
export interface CountedPrompt {
  readonly blocks: readonly CountedBlock[];
  readonly unseenTokens: number;
}

/** Counts tools, system and messages, in the order in which caches see them. Raises Refusal. */
export function countPromptOf(body: JsonObject): CountedPrompt {
  const messages = readList(body['messages'], 'messages').map((message) => needObject(message, 'messages'));
  if (messages.length === 0) throw new Refusal(400, 'messages: at least one message is required', 'messages');
  const tools = readList(body['tools'], 'tools');
  const blocks = [
    ...tools.map((tool) => countBlock(tool, 0, 'tool:')),
    ...parts(body['system'], 'system').map((part) => countBlock(part, 0, 'system:')),
    ...messages.flatMap((message) => countMessage(message)),
  ];
  if (blocks.filter(({ block }) => block.cacheFor !== undefined).length > mostMarks) {
    throw new Refusal(400, `A maximum of ${mostMarks} blocks with cache_control may be provided.`, 'cache_control');
  }
  if (tools.length === 0) return { blocks, unseenTokens: opening };
  const isForced = readToolChoice(body['tool_choice']) !== null;
  return { blocks, unseenTokens: opening + (isForced ? toolPromptTokens.forced : toolPromptTokens.free) };
}

function parts(value: unknown, field: string): readonly unknown[] {
  return typeof value === 'string' ? [value] : readList(value, field);
}

function countMessage(message: JsonObject): CountedBlock[] {
  const role = needText(message['role'], 'messages.role');
  const content = parts(message['content'], 'messages.content');
  return content.map((part, at) => countBlock(part, at === 0 ? perMessage : 0, `${role}:`));
}

/** Reads a Messages request. Raises Refusal. */
export function readAnthropicCall(body: JsonObject): Call {
  const cap = readCount(body['max_tokens'], 'max_tokens');
  if (cap === null) throw new Refusal(400, 'max_tokens: Field required', 'max_tokens');
  const { blocks, unseenTokens } = countPromptOf(body);
  const tools = readList(body['tools'], 'tools').map((tool) => needObject(tool, 'tools'));
  return {
    provider: 'anthropic',
    endpoint: 'messages',
    model: needText(body['model'], 'model'),
    stream: body['stream'] === true,
    blocks: blocks.map(({ block }) => block),
    unseenTokens,
    imageTokens: blocks.reduce((sum, { imageTokens }) => sum + imageTokens, 0),
    cap,
    choices: 1,
    tools: readFunctions(tools),
    mustCall: readToolChoice(body['tool_choice']),
    offersSearch: tools.some((tool) => isSearch(tool)),
    tier: typeof body['service_tier'] === 'string' ? body['service_tier'] : null,
    lastText: blocks.findLast(({ text }) => text !== '')?.text ?? '',
  };
}

function isSearch(tool: JsonObject): boolean {
  return typeof tool['type'] === 'string' && tool['type'].startsWith('web_search_');
}

function readFunctions(tools: readonly JsonObject[]): CallableTool[] {
  const own = tools.filter((tool) => !isSearch(tool));
  return own.map((tool) => {
    const type = tool['type'] ?? 'custom';
    if (type !== 'custom') throw new Refusal(400, `Tool ${JSON.stringify(type)} is not simulated.`, 'tools');
    const schema = tool['input_schema'];
    return { name: needText(tool['name'], 'tools.name'), schema: isObject(schema) ? schema : {} };
  });
}

function readToolChoice(choice: unknown): Call['mustCall'] {
  if (!isObject(choice)) return null;
  if (choice['type'] === 'tool') return { name: needText(choice['name'], 'tool_choice.name') };
  return choice['type'] === 'any' ? 'any' : null;
}
