import { partOfModel } from '../../behaviour/directives.ts';
import { needText } from '../../http/json.ts';
import { writeOpenaiRefusal } from '../openai/refusal-body.ts';
import type { Protocol } from '../protocol.ts';
import { responsesFrames, responsesOddities } from './frames.ts';
import { readResponsesCall } from './read-call.ts';
import { finishedResponse } from './write-answer.ts';

/** OpenAI Responses. */
export const openaiResponses: Protocol = {
  provider: 'openai',
  endpoint: 'responses',
  readCall: (body, _target, memory) =>
    readResponsesCall(body, partOfModel(needText(body['model'], 'model')).base, memory),
  writeAnswer: finishedResponse,
  frames: responsesFrames,
  oddities: responsesOddities,
  writeRefusal: writeOpenaiRefusal,
  idPrefix: 'resp_',
};
