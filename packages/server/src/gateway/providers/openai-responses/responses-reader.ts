import { isRecord, type JsonRecord, mergeSaid, recordOf, recordsOf, secondsToMs, textOf } from '../json.ts';
import type { Flags, MeteredAttempt, ProviderError, ReaderContext, UsageReader } from '../metered-usage.ts';
import { readError } from '../read-error.ts';
import { readTier } from '../read-tier.ts';
import { attemptOf } from '../wholes.ts';
import { countDelta, countItem, countStreamedItem } from './count-output.ts';
import { countTools } from './count-tools.ts';
import { readUsage } from './read-usage.ts';

/** One response of a stream. There is one, unless a proxy has put several behind each other. */
interface ResponseState {
  head: JsonRecord;
  ended: boolean;
  /** The items that have been seen, by their place: some proxies change an item's id with every event. */
  readonly items: Map<unknown, JsonRecord>;
}

const ENDS: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/**
 * Reads responses, whole or as events. Usage stands in the response of the last event (`response.completed`,
 * `response.incomplete`, `response.failed`); the events before it repeat the response without.
 */
export function createResponsesReader({ options, flags, delivery }: ReaderContext): UsageReader {
  const responses: ResponseState[] = [];
  let error: ProviderError | null = null;

  const takeWhole = (answer: JsonRecord): void => {
    error = readError(answer);
    if (!Array.isArray(answer.output) && !isRecord(answer.usage)) return;
    const state = open(responses);
    close(state, answer);
    state.ended = !['in_progress', 'queued'].includes(String(answer.status));
    for (const item of state.items.values()) countItem(item, delivery);
  };

  const takeEvent = (type: string, event: JsonRecord): void => {
    error = readError(event) ?? readError(recordOf(event.response)) ?? error;
    if (type === 'response.created') start(responses, recordOf(event.response), flags);
    else if (ENDS.has(type)) close(responses.at(-1) ?? open(responses), recordOf(event.response));
    else if (type.endsWith('.delta')) countDelta(type, event, delivery);
    else if (type === 'response.image_generation_call.partial_image') delivery.media(event.partial_image_b64);
    else if (type.startsWith('response.output_item.')) {
      const item = recordOf(event.item);
      (responses.at(-1) ?? open(responses)).items.set(event.output_index, item);
      if (type === 'response.output_item.done') countStreamedItem(item, delivery);
      else delivery.tool(item.name);
    }
  };

  return {
    take(event) {
      if (!isRecord(event)) return;
      const type = textOf(event.type);
      if (type === null) takeWhole(event);
      else takeEvent(type, event);
    },
    reading(flags) {
      const head = responses.at(-1)?.head ?? {};
      return {
        requestId: textOf(head.id),
        model: textOf(head.model),
        createdMs: secondsToMs(head.created_at),
        serviceTier: readTier(head.service_tier, flags),
        attempts: responses.flatMap((response) => attemptsOf(response, responses, flags)),
        tools: countTools(
          responses.flatMap(({ items }) => [...items.values()]),
          options,
        ),
        complete: responses.at(-1)?.ended ?? false,
        error,
      };
    },
  };
}

function open(responses: ResponseState[]): ResponseState {
  const state: ResponseState = { head: {}, ended: false, items: new Map() };
  responses.push(state);
  return state;
}

function start(responses: ResponseState[], head: JsonRecord, flags: Flags): void {
  const last = responses.at(-1);
  if (last !== undefined && !last.ended && last.head.id === head.id) {
    flags.add('duplicate_start');
    return;
  }
  if (last !== undefined && !last.ended) flags.add('superseded_attempt');
  open(responses).head = head;
}

// Some servers end with an empty list of items although they have streamed some: those that were seen count then.
function close(state: ResponseState, head: JsonRecord): void {
  state.head = mergeSaid(state.head, head);
  state.ended = true;
  const items = recordsOf(head.output);
  if (items.length === 0) return;
  state.items.clear();
  for (const [place, item] of items.entries()) state.items.set(place, item);
}

/** A response that another one has replaced before its end was used as well, and nobody says how much. */
function attemptsOf({ head }: ResponseState, all: readonly ResponseState[], flags: Flags): MeteredAttempt[] {
  const model = textOf(head.model);
  if (isRecord(head.usage)) return [attemptOf(model, readUsage(head.usage, flags), flags)];
  return all.length > 1 ? [attemptOf(model, { input: undefined, output: undefined }, flags)] : [];
}
