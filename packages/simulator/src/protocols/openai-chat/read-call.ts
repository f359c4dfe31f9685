import type { Block, Call, CallableTool } from '../../generation/call.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, needText, readCount, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import type { Content } from '../openai/content-blocks.ts';
import { countContent } from '../openai/content-blocks.ts';

/** OpenAI's cookbook counts three tokens for each message beside its parts, and three that open the answer. */
const perMessage = 3;
const opening = 3;

/** Reads a Chat Completions request. Raises Refusal. */
export function readChatCall(body: JsonObject, visionModel: string): Call {
  const messages = readList(body['messages'], 'messages').map((message, at) => needObject(message, `messages[${at}]`));
  if (messages.length === 0) throw new Refusal(400, "Invalid 'messages': empty array.", 'messages');
  const counted = messages.map((message) => countMessage(message, visionModel));
  const tools = readFunctions(body['tools']);
  return {
    provider: 'openai',
    endpoint: 'chat.completions',
    model: needText(body['model'], 'model'),
    stream: body['stream'] === true,
    blocks: [...toolBlocks(body['tools']), ...counted.map(({ block }) => block)],
    unseenTokens: opening,
    imageTokens: counted.reduce((sum, { content }) => sum + content.imageTokens, 0),
    cap:
      readCount(body['max_completion_tokens'], 'max_completion_tokens') ?? readCount(body['max_tokens'], 'max_tokens'),
    choices: readCount(body['n'], 'n') ?? 1,
    tools,
    mustCall: readToolChoice(body['tool_choice']),
    offersSearch: false,
    tier: typeof body['service_tier'] === 'string' ? body['service_tier'] : null,
    lastText: counted.findLast(({ content }) => content.text !== '')?.content.text ?? '',
  };
}

function countMessage(message: JsonObject, model: string): { block: Block; content: Content } {
  const role = needText(message['role'], 'messages.role');
  const content = countContent(message['content'], model, 'messages.content');
  const calls = message['tool_calls'] === undefined ? 0 : countTokens(JSON.stringify(message['tool_calls']));
  const name = typeof message['name'] === 'string' ? countTokens(message['name']) : 0;
  const tokens = perMessage + countTokens(role) + content.tokens + calls + name;
  return { block: { tokens, content: JSON.stringify(message) }, content };
}

/** Definitions of tools stand in front of the messages, and count as the text of their JSON. */
function toolBlocks(tools: unknown): Block[] {
  const list = readList(tools, 'tools');
  const content = JSON.stringify(list);
  return list.length === 0 ? [] : [{ tokens: countTokens(content), content }];
}

function readFunctions(tools: unknown): CallableTool[] {
  return readList(tools, 'tools').map((tool) => {
    const definition = needObject(needObject(tool, 'tools')['function'], 'tools.function');
    const schema = definition['parameters'];
    return { name: needText(definition['name'], 'tools.function.name'), schema: isObject(schema) ? schema : {} };
  });
}

/** `required` and a named function demand a call; the name stands in `function` (Chat) or beside the type (Responses). */
export function readToolChoice(choice: unknown): Call['mustCall'] {
  if (choice === 'required') return 'any';
  if (!isObject(choice)) return null;
  const holder = isObject(choice['function']) ? choice['function'] : choice;
  return typeof holder['name'] === 'string' ? { name: holder['name'] } : null;
}
