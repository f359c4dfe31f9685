import type { Frame, Oddities } from '../../delivery/deliver-stream.ts';
import type { Plan } from '../../generation/plan.ts';
import type { Finish } from '../../generation/plan-choice.ts';
import type { Token } from '../../generation/tokens-of-choices.ts';
import { tokensOfChoices } from '../../generation/tokens-of-choices.ts';
import { isObject } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { callId } from '../call-id.ts';
import { padding } from '../openai/obfuscation.ts';
import { writeOpenaiRefusal } from '../openai/refusal-body.ts';
import { commentEvent, dataEvent, malformedEvent } from '../sse.ts';
import type { ChatUsage } from './usage.ts';
import { chatUsage } from './usage.ts';
import type { ChatAnswer } from './write-answer.ts';
import { chatHead } from './write-answer.ts';

interface ChatDelta {
  role?: 'assistant';
  content?: string | null;
  refusal?: null;
  tool_calls?: {
    index: number;
    id?: string;
    type?: 'function';
    function: { name?: string; arguments: string };
  }[];
}

/** One event of a streamed answer of Chat Completions. */
export interface ChatChunk extends Pick<
  ChatAnswer,
  'id' | 'created' | 'model' | 'service_tier' | 'system_fingerprint'
> {
  object: 'chat.completion.chunk';
  choices: { index: number; delta: ChatDelta; logprobs: null; finish_reason: Finish | null }[];
  /** Null in every chunk but the last, and absent unless `stream_options.include_usage` asks for it. */
  usage?: ChatUsage | null;
  obfuscation?: string;
}

/** Whether the last chunk tells the usage: only where the client asked for it. */
export function tellsUsage(plan: Plan): boolean {
  const options = plan.body['stream_options'];
  return isObject(options) && options['include_usage'] === true && plan.behaviour.usage !== 'missing';
}

/** The events of a streamed answer, one for each token that shows. */
export function* chatFrames(plan: Plan): Generator<Frame, undefined> {
  const usage = tellsUsage(plan) ? { usage: null } : {};
  const head = chatHead(plan);
  const chunk = (index: number, delta: ChatDelta, finish: Finish | null): string => {
    const choices: ChatChunk['choices'] = [{ index, delta, logprobs: null, finish_reason: finish }];
    return dataEvent({ ...head, object: 'chat.completion.chunk', choices, ...usage });
  };
  for (const { index, tools } of plan.choices) {
    yield { text: chunk(index, { role: 'assistant', content: tools.length > 0 ? null : '', refusal: null }, null) };
  }
  for (const token of tokensOfChoices(plan.choices)) {
    if (token.kind === 'reasoning') yield { text: '', token: 'hidden' };
    else yield { text: chunk(token.choice.index, deltaOf(plan, token), null), token: 'visible' };
  }
  for (const { index, finish } of plan.choices) yield { text: chunk(index, {}, finish) };
  if (tellsUsage(plan)) {
    yield { text: dataEvent({ ...head, object: 'chat.completion.chunk', choices: [], usage: chatUsage(plan.usage) }) };
  }
  yield { text: 'data: [DONE]\n\n' };
}

function deltaOf(plan: Plan, token: Token): ChatDelta {
  if (token.kind !== 'tool') return { content: token.text };
  const { choice, tool, first, text } = token;
  const id = callId(plan, 'call_', choice.index, tool);
  const opening = first ? { id, type: 'function' as const } : {};
  const name = first ? { name: choice.tools[tool]?.name ?? '' } : {};
  return { tool_calls: [{ index: tool, ...opening, function: { ...name, arguments: text } }] };
}

export function chatOddities(plan: Plan): Oddities {
  const head = { ...chatHead(plan), object: 'chat.completion.chunk' };
  const idle = [{ index: 0, delta: {}, logprobs: null, finish_reason: null }];
  return {
    failure: dataEvent(writeOpenaiRefusal(new Refusal(500, 'The server had an error while answering.'), '')),
    filler: (lineBytes) => dataEvent({ ...head, choices: idle, obfuscation: padding(lineBytes) }),
    malformed: malformedEvent,
    comment: commentEvent,
  };
}
