import type { Plan } from '../../generation/plan.ts';
import { spell } from '../../generation/tokens-of-choices.ts';
import { callId } from '../call-id.ts';

type Status = 'in_progress' | 'completed' | 'incomplete';

export interface TextPart {
  type: 'output_text';
  annotations: [];
  logprobs: [];
  text: string;
}

export interface MessageItem {
  id: string;
  type: 'message';
  status: Status;
  content: TextPart[];
  role: 'assistant';
}

export interface ReasoningItem {
  id: string;
  type: 'reasoning';
  summary: [];
}

export interface SearchItem {
  id: string;
  type: 'web_search_call';
  status: 'in_progress' | 'completed';
  action: { type: 'search'; query: string; queries: string[] };
}

export interface FunctionItem {
  id: string;
  type: 'function_call';
  status: Status;
  arguments: string;
  call_id: string;
  name: string;
}

export type Item = MessageItem | ReasoningItem | SearchItem | FunctionItem;

export function textPart(text: string): TextPart {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

/** The items of the answer in their order, as they are when all is said. */
export function finishedItems(plan: Plan): Item[] {
  const [choice] = plan.choices;
  return plannedItems(plan, choice === undefined ? '' : spell(choice, 'text'));
}

/** The same with another text in the message: a stream need not know its own before it is said. */
export function plannedItems(plan: Plan, text: string): Item[] {
  const [choice] = plan.choices;
  if (choice === undefined) return [];
  const status = choice.finish === 'length' ? 'incomplete' : 'completed';
  const reasoning: ReasoningItem[] =
    choice.reasoningTokens > 0 ? [{ id: callId(plan, 'rs_', 0, 0), type: 'reasoning', summary: [] }] : [];
  const searches = Array.from({ length: plan.usage.searches }, (_, at): SearchItem => {
    const query = `query ${at + 1}`;
    const action = { type: 'search' as const, query, queries: [query] };
    return { id: callId(plan, 'ws_', 0, at), type: 'web_search_call', status: 'completed', action };
  });
  const functions = choice.tools.map((tool, at): FunctionItem => ({
    id: callId(plan, 'fc_', 0, at),
    type: 'function_call',
    status,
    arguments: tool.argumentTokens.join(''),
    call_id: callId(plan, 'call_', 0, at),
    name: tool.name,
  }));
  const id = callId(plan, 'msg_', 0, 0);
  const content = [textPart(text)];
  const message: MessageItem[] =
    choice.textTokens > 0 ? [{ id, type: 'message', status, content, role: 'assistant' }] : [];
  return [...reasoning, ...searches, ...message, ...functions];
}
