import type { Frame, Oddities } from '../../delivery/deliver-stream.ts';
import type { Plan } from '../../generation/plan.ts';
import type { Choice } from '../../generation/plan-choice.ts';
import { cutTokens } from '../../tokens/count-tokens.ts';
import { Refusal } from '../../http/refusal.ts';
import { padding } from '../openai/obfuscation.ts';
import { commentEvent, dataEvent, malformedEvent, typedEvent } from '../sse.ts';
import type { Content } from './content.ts';
import { plannedContent, signature } from './content.ts';
import { writeAnthropicRefusal } from './refusal-body.ts';
import type { MessagesUsage } from './write-answer.ts';
import { messagesUsage, openMessage, stopReason } from './write-answer.ts';

const placeholderTokens = 1;

/** The events of a streamed message: each block opens, fills and closes; what was used stands at both ends. */
export function* messagesFrames(plan: Plan): Generator<Frame, undefined> {
  const usage = messagesUsage(plan);
  // Nothing has been said yet: the first figure of the output is a placeholder, not a count.
  const first = { ...usage, output_tokens: placeholderTokens, output_tokens_details: null, server_tool_use: null };
  const opening = plan.behaviour.usage === 'reported' ? { usage: first } : {};
  yield { text: typedEvent({ type: 'message_start', message: { ...openMessage(plan), ...opening } }) };
  const [choice] = plan.choices;
  if (choice !== undefined) yield* contentFrames(plan, choice);
  const delta = { container: null, stop_details: null, stop_reason: stopReason(plan), stop_sequence: null };
  const closing = plan.behaviour.usage === 'missing' ? {} : { usage: deltaUsage(usage) };
  yield { text: typedEvent({ type: 'message_delta', delta, ...closing }) };
  yield { text: typedEvent({ type: 'message_stop' }) };
}

/** `usage` of `message_delta`: some of the figures, all of them cumulative. */
export type DeltaUsage = Pick<MessagesUsage, (typeof cumulative)[number]>;

const cumulative = [
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
  'output_tokens_details',
  'server_tool_use',
] as const;

function deltaUsage(usage: MessagesUsage): DeltaUsage {
  return Object.fromEntries(cumulative.map((name) => [name, usage[name]])) as unknown as DeltaUsage;
}

function* contentFrames(plan: Plan, choice: Choice): Generator<Frame, undefined> {
  let calls = 0;
  for (const [index, block] of plannedContent(plan, choice).entries()) {
    yield { text: typedEvent({ type: 'content_block_start', index, content_block: opened(block) }) };
    if (index === 0) yield { text: typedEvent({ type: 'ping' }) };
    yield* deltas(block, choice, calls, (delta) => typedEvent({ type: 'content_block_delta', index, delta }));
    if (block.type === 'tool_use') calls += 1;
    yield { text: typedEvent({ type: 'content_block_stop', index }) };
  }
}

/** The query of a search follows its opening, as the arguments of a call do. */
function opened(block: Content): object {
  return block.type === 'server_tool_use' ? { ...block, input: {} } : block;
}

function* deltas(
  block: Content,
  choice: Choice,
  calls: number,
  say: (delta: object) => string,
): Generator<Frame, undefined> {
  switch (block.type) {
    case 'thinking':
      for (let at = 0; at < choice.reasoningTokens; at += 1) {
        yield { text: say({ type: 'thinking_delta', thinking: choice.reasoningAt(at) }), token: 'hidden' };
      }
      yield { text: say({ type: 'signature_delta', signature }) };
      break;
    case 'text':
      for (let at = 0; at < choice.textTokens; at += 1) {
        yield { text: say({ type: 'text_delta', text: choice.textAt(at) }), token: 'visible' };
      }
      break;
    case 'tool_use':
      yield { text: say({ type: 'input_json_delta', partial_json: '' }) };
      for (const partial_json of choice.tools[calls]?.argumentTokens ?? []) {
        yield { text: say({ type: 'input_json_delta', partial_json }), token: 'visible' };
      }
      break;
    case 'server_tool_use':
      for (const partial_json of cutTokens(JSON.stringify(block.input))) {
        yield { text: say({ type: 'input_json_delta', partial_json }) };
      }
      break;
    case 'web_search_tool_result':
      break;
  }
}

export function messagesOddities(plan: Plan): Oddities {
  const refusal = writeAnthropicRefusal(new Refusal(529, 'Overloaded'), plan.id);
  return {
    failure: `event: error\n${dataEvent(refusal)}`,
    filler: (lineBytes) => typedEvent({ type: 'ping', padding: padding(lineBytes) }),
    malformed: `event: content_block_delta\n${malformedEvent}`,
    comment: commentEvent,
  };
}
