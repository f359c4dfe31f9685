import { partOfModel } from '../../behaviour/directives.ts';
import { needText } from '../../http/json.ts';
import { writeOpenaiRefusal } from '../openai/refusal-body.ts';
import type { Protocol } from '../protocol.ts';
import { chatFrames, chatOddities } from './frames.ts';
import { readChatCall } from './read-call.ts';
import { writeChatAnswer } from './write-answer.ts';

/** OpenAI Chat Completions. */
export const openaiChat: Protocol = {
  provider: 'openai',
  endpoint: 'chat.completions',
  readCall: (body) => readChatCall(body, partOfModel(needText(body['model'], 'model')).base),
  writeAnswer: writeChatAnswer,
  frames: chatFrames,
  oddities: chatOddities,
  writeRefusal: writeOpenaiRefusal,
  idPrefix: 'chatcmpl-',
};
