import { countOf } from '../count.ts';
import { type JsonRecord, recordOf, textOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';

/** The tools of Anthropic's servers that a message called, by the blocks of its content. */
export interface ServerTools {
  readonly calls: Map<string, number>;
  /** A search or fetch was called from code, which makes the code execution free. */
  filtered: boolean;
}

export function noServerTools(): ServerTools {
  return { calls: new Map(), filtered: false };
}

export function noteBlock(block: JsonRecord, tools: ServerTools): void {
  const isCall = block.type === 'server_tool_use' || block.type === 'mcp_tool_use';
  const name = block.type === 'mcp_tool_use' ? 'mcp' : textOf(block.name);
  if (!isCall || name === null) return;
  tools.calls.set(name, (tools.calls.get(name) ?? 0) + 1);
  const caller = textOf(recordOf(block.caller).type);
  if (name.startsWith('web_') && caller?.startsWith('code_execution')) tools.filtered = true;
}

/**
 * Units of tools that are charged: searches and fetches as the usage counts them, by the blocks where it does not yet.
 * Code execution is charged by the time of its container, and counted as the one container that a message has.
 */
export function readTools(usage: JsonRecord, { calls, filtered }: ServerTools, flags: Flags): Map<string, number> {
  const counted = recordOf(usage.server_tool_use);
  const ranCode = [...calls.keys()].some((name) => name.endsWith('code_execution'));
  return new Map([
    ['web_search', countOf(counted.web_search_requests, flags) ?? calls.get('web_search') ?? 0],
    ['web_fetch', countOf(counted.web_fetch_requests, flags) ?? calls.get('web_fetch') ?? 0],
    ['code_execution', ranCode && !filtered ? 1 : 0],
  ]);
}
