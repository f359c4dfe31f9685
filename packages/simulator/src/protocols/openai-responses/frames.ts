import type { Frame, Oddities } from '../../delivery/deliver-stream.ts';
import type { Plan } from '../../generation/plan.ts';
import type { Choice } from '../../generation/plan-choice.ts';
import { spell } from '../../generation/tokens-of-choices.ts';
import { cutTokens } from '../../tokens/count-tokens.ts';
import { padding } from '../openai/obfuscation.ts';
import { commentEvent, malformedEvent, typedEvent } from '../sse.ts';
import type { FunctionItem, Item, MessageItem, SearchItem } from './items.ts';
import { plannedItems, textPart } from './items.ts';
import { failedResponse, finishedResponse, openResponse } from './write-answer.ts';

/** Writes an event with the next number of the stream. */
type Say = (event: { type: string } & Record<string, unknown>) => string;

/** The events of a streamed response: each item opens, fills and closes, and the response closes with its usage. */
export function* responsesFrames(plan: Plan): Generator<Frame, undefined> {
  let number = 0;
  const say: Say = ({ type, ...rest }) => typedEvent({ type, sequence_number: number++, ...rest });
  const response = openResponse(plan);
  yield { text: say({ type: 'response.created', response }) };
  yield { text: say({ type: 'response.in_progress', response }) };
  const [choice] = plan.choices;
  if (choice === undefined) return;
  for (const [at, planned] of plannedItems(plan, '').entries()) {
    yield { text: say({ type: 'response.output_item.added', output_index: at, item: openItem(planned) }) };
    yield* filling(planned, choice, at, say);
    const item = planned.type === 'message' ? { ...planned, content: [textPart(spell(choice, 'text'))] } : planned;
    yield { text: say({ type: 'response.output_item.done', output_index: at, item }) };
  }
  const finished = finishedResponse(plan);
  yield { text: say({ type: `response.${finished.status}`, response: finished }) };
}

function openItem(item: Item): Item {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    case 'web_search_call':
      return { ...item, status: 'in_progress' };
    case 'reasoning':
      return item;
  }
}

function* filling(item: Item, choice: Choice, at: number, say: Say): Generator<Frame, undefined> {
  switch (item.type) {
    case 'reasoning':
      for (let token = 0; token < choice.reasoningTokens; token += 1) yield { text: '', token: 'hidden' };
      break;
    case 'web_search_call':
      yield* searching(item, at, say);
      break;
    case 'message':
      yield* writing(item, choice, at, say);
      break;
    case 'function_call':
      yield* calling(item, at, say);
      break;
  }
}

function* searching(item: SearchItem, at: number, say: Say): Generator<Frame, undefined> {
  for (const step of ['in_progress', 'searching', 'completed']) {
    yield { text: say({ type: `response.web_search_call.${step}`, output_index: at, item_id: item.id }) };
  }
}

function* writing(item: MessageItem, choice: Choice, at: number, say: Say): Generator<Frame, undefined> {
  const place = { item_id: item.id, output_index: at, content_index: 0 };
  yield { text: say({ type: 'response.content_part.added', ...place, part: textPart('') }) };
  for (let token = 0; token < choice.textTokens; token += 1) {
    const delta = choice.textAt(token);
    yield { text: say({ type: 'response.output_text.delta', ...place, delta, logprobs: [] }), token: 'visible' };
  }
  const part = textPart(spell(choice, 'text'));
  yield { text: say({ type: 'response.output_text.done', ...place, text: part.text, logprobs: [] }) };
  yield { text: say({ type: 'response.content_part.done', ...place, part }) };
}

function* calling(item: FunctionItem, at: number, say: Say): Generator<Frame, undefined> {
  const place = { item_id: item.id, output_index: at };
  for (const delta of cutTokens(item.arguments)) {
    yield { text: say({ type: 'response.function_call_arguments.delta', ...place, delta }), token: 'visible' };
  }
  const done = { ...place, name: item.name, arguments: item.arguments };
  yield { text: say({ type: 'response.function_call_arguments.done', ...done }) };
}

/** Unlike the other protocols a plain `error` event does not make clients throw: the response itself has to fail. */
export function responsesOddities(plan: Plan): Oddities {
  const failure = { type: 'response.failed', sequence_number: 0, response: failedResponse(plan) };
  return {
    failure: typedEvent(failure),
    filler: (lineBytes) => typedEvent({ type: 'keepalive', obfuscation: padding(lineBytes) }),
    malformed: `event: response.output_text.delta\n${malformedEvent}`,
    comment: commentEvent,
  };
}
