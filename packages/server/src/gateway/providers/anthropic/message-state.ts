import { type JsonRecord, mergeSaid, recordOf, textOf } from '../json.ts';
import type { Flags, MeteredAttempt } from '../metered-usage.ts';
import { noServerTools, readTools, type ServerTools } from './count-tools.ts';
import { readAttempts } from './read-attempts.ts';

/** One message of a stream. There is one, unless a proxy has put several behind each other. */
export interface MessageState {
  readonly id: string | null;
  model: string | null;
  usage: JsonRecord;
  ended: boolean;
  /** An advisor or another model had a part in it. */
  hasOthers: boolean;
  readonly tools: ServerTools;
}

/**
 * A message as its start has it. The start counts output as 1 or a few, which is a placeholder: only a message that is
 * already stopped when it starts has its true output there.
 */
export function startMessage(message: JsonRecord): MessageState {
  const ended = textOf(message.stop_reason) !== null;
  const usage = recordOf(message.usage);
  const { output_tokens: _placeholder, ...without } = usage;
  return {
    id: textOf(message.id),
    model: textOf(message.model),
    usage: ended ? usage : without,
    ended,
    hasOthers: false,
    tools: noServerTools(),
  };
}

/** Takes cumulative figures: the latest count, and a null says nothing. */
export function takeDelta(state: MessageState, event: JsonRecord): void {
  state.usage = mergeSaid(state.usage, recordOf(event.usage));
  if (textOf(recordOf(event.delta).stop_reason) !== null) state.ended = true;
}

export function attemptsOf({ model, usage, hasOthers, tools }: MessageState, flags: Flags): MeteredAttempt[] {
  const listed = Array.isArray(usage.iterations) && usage.iterations.length > 0;
  if (!listed && hasOthers) flags.add('attempts_unreported');
  // A tool loop on the server sums the prompts of its turns, so that the sum can reach a tier that no turn was in.
  if (!listed && tools.calls.size > 0) flags.add('prompt_summed');
  return readAttempts(model, usage, flags);
}

export function toolsOf(states: readonly MessageState[], flags: Flags): Map<string, number> {
  const units = new Map<string, number>();
  for (const { usage, tools } of states) {
    for (const [name, count] of readTools(usage, tools, flags)) units.set(name, (units.get(name) ?? 0) + count);
  }
  return units;
}
