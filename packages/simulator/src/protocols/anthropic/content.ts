import type { Plan } from '../../generation/plan.ts';
import type { Choice } from '../../generation/plan-choice.ts';
import { spell } from '../../generation/tokens-of-choices.ts';
import { callId } from '../call-id.ts';

interface Caller {
  type: 'direct';
}

export interface ThinkingContent {
  type: 'thinking';
  thinking: string;
  signature: string;
}
export interface TextContent {
  type: 'text';
  text: string;
}
export interface ToolContent {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
  caller: Caller;
}
export interface SearchContent {
  type: 'server_tool_use';
  id: string;
  name: 'web_search';
  input: { query: string };
  caller: Caller;
}
export interface SearchResultContent {
  type: 'web_search_tool_result';
  tool_use_id: string;
  content: { type: 'web_search_result'; title: string; url: string; encrypted_content: string; page_age: null }[];
  caller: Caller;
}

export type Content = ThinkingContent | TextContent | ToolContent | SearchContent | SearchResultContent;

const caller: Caller = { type: 'direct' };
export const signature = Buffer.from('signed by the simulator').toString('base64');

/** The blocks of the answer with the words left out: thinking, searches and their results, text, calls. */
export function plannedContent(plan: Plan, choice: Choice): Content[] {
  const thinking: Content[] = choice.reasoningTokens > 0 ? [{ type: 'thinking', thinking: '', signature: '' }] : [];
  const searches = Array.from({ length: plan.usage.searches }, (_, at) => search(plan, at)).flat();
  const text: Content[] = choice.textTokens > 0 ? [{ type: 'text', text: '' }] : [];
  const calls = choice.tools.map(({ name }, at): Content => ({
    type: 'tool_use',
    id: callId(plan, 'toolu_', 0, at),
    name,
    input: {},
    caller,
  }));
  return [...thinking, ...searches, ...text, ...calls];
}

function search(plan: Plan, at: number): Content[] {
  const id = callId(plan, 'srvtoolu_', 0, at);
  const result = { title: `Result ${at + 1}`, url: `https://example.com/${at + 1}`, encrypted_content: 'c2ltdWxhdGVk' };
  return [
    { type: 'server_tool_use', id, name: 'web_search', input: { query: `query ${at + 1}` }, caller },
    {
      type: 'web_search_tool_result',
      tool_use_id: id,
      content: [{ type: 'web_search_result', ...result, page_age: null }],
      caller,
    },
  ];
}

/** The blocks of the answer as they are when all is said. */
export function finishedContent(plan: Plan): Content[] {
  const [choice] = plan.choices;
  if (choice === undefined) return [];
  let calls = 0;
  return plannedContent(plan, choice).map((block): Content => {
    if (block.type === 'thinking') return { ...block, thinking: spell(choice, 'reasoning'), signature };
    if (block.type === 'text') return { ...block, text: spell(choice, 'text') };
    if (block.type !== 'tool_use') return block;
    const tool = choice.tools[calls];
    calls += 1;
    return { ...block, input: parseInput(tool?.argumentTokens.join('') ?? '') };
  });
}

/** Arguments in which the cap fell are not JSON; the block then holds none. */
function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
