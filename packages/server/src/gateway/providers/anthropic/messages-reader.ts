import type { Delivery } from '../delivery.ts';
import { isRecord, type JsonRecord, recordOf, recordsOf, textOf } from '../json.ts';
import type { Flags, MeteredAttempt, ProviderError, ReaderContext, UsageReader } from '../metered-usage.ts';
import { readError } from '../read-error.ts';
import { countBlock, countDelta } from './count-output.ts';
import { noteBlock } from './count-tools.ts';
import { attemptsOf, type MessageState, startMessage, takeDelta, toolsOf } from './message-state.ts';
import { readServiceTier } from './read-usage.ts';

/** Reads messages, whole or as events: `message_start` has the input, `message_delta` the cumulative rest. */
export function createMessagesReader({ flags, delivery }: ReaderContext): UsageReader {
  const messages: MessageState[] = [];
  let error: ProviderError | null = null;

  const takeWhole = (message: JsonRecord): void => {
    const state = startMessage(message);
    state.ended = true;
    state.usage = recordOf(message.usage);
    messages.push(state);
    for (const block of recordsOf(message.content)) takeBlock(state, block, delivery);
  };

  const takeEvent = (event: JsonRecord): void => {
    const current = messages.at(-1);
    if (event.type === 'message') takeWhole(event);
    else if (event.type === 'message_start') start(messages, recordOf(event.message), delivery, flags);
    else if (event.type === 'content_block_delta') countDelta(event, delivery);
    else if (current === undefined) return;
    else if (event.type === 'content_block_start') takeBlock(current, recordOf(event.content_block), delivery);
    else if (event.type === 'message_delta') takeDelta(current, event);
    else if (event.type === 'message_stop') current.ended = true;
  };

  return {
    take(event) {
      if (!isRecord(event)) return;
      error = readError(event) ?? error;
      takeEvent(event);
    },
    reading(flags) {
      const last = messages.at(-1);
      return {
        requestId: last?.id ?? null,
        model: last?.model ?? null,
        createdMs: null,
        serviceTier: last === undefined ? null : readServiceTier(last.usage),
        attempts: messages
          .flatMap((state) => attemptsOf(state, flags))
          .filter((attempt) => messages.length === 1 || isUsed(attempt)),
        tools: toolsOf(messages, flags),
        complete: last?.ended ?? false,
        error,
      };
    },
  };
}

/** A message of no tokens among others (a call of a local tool, asked for by code that runs on) is no inference. */
function isUsed({ usage, partial }: MeteredAttempt): boolean {
  return partial || usage.input_tokens > 0 || usage.output_tokens > 0;
}

function start(messages: MessageState[], message: JsonRecord, delivery: Delivery, flags: Flags): void {
  const last = messages.at(-1);
  const isRunning = last !== undefined && !last.ended;
  if (isRunning && last.id === textOf(message.id)) {
    flags.add('duplicate_start');
    return;
  }
  if (isRunning) flags.add('superseded_attempt');
  const state = startMessage(message);
  messages.push(state);
  for (const block of recordsOf(message.content)) takeBlock(state, block, delivery);
}

function takeBlock(state: MessageState, block: JsonRecord, delivery: Delivery): void {
  noteBlock(block, state.tools);
  countBlock(block, delivery);
  if (block.type === 'advisor_tool_result') state.hasOthers = true;
  if (block.type !== 'fallback') return;
  state.hasOthers = true;
  state.model = textOf(recordOf(block.to).model) ?? state.model;
}
