import { needText } from '../../http/json.ts';
import type { JsonObject } from '../../http/json.ts';
import type { Protocol } from '../protocol.ts';
import { messagesFrames, messagesOddities } from './frames.ts';
import { countPromptOf, readAnthropicCall } from './read-call.ts';
import { writeAnthropicRefusal } from './refusal-body.ts';
import { writeMessagesAnswer } from './write-answer.ts';

/** Anthropic Messages. */
export const anthropicMessages: Protocol = {
  provider: 'anthropic',
  endpoint: 'messages',
  readCall: readAnthropicCall,
  writeAnswer: writeMessagesAnswer,
  frames: messagesFrames,
  oddities: messagesOddities,
  writeRefusal: writeAnthropicRefusal,
  idPrefix: 'msg_',
};

/** The answer of `count_tokens`; it costs nothing. Raises Refusal. */
export function countMessageTokens(body: JsonObject): { input_tokens: number } {
  needText(body['model'], 'model');
  const { blocks, unseenTokens } = countPromptOf(body);
  return { input_tokens: blocks.reduce((sum, { block }) => sum + block.tokens, unseenTokens) };
}
