import { type JsonRecord, recordOf, textOf } from '../json.ts';
import type { MeterOptions } from '../metered-usage.ts';

// Charged by the call. OpenAI and xAI answer with the same items, and price them under different names.
const OPENAI_CALLS: Readonly<Record<string, string>> = {
  web_search_call: 'web_search',
  file_search_call: 'file_search',
  image_generation_call: 'image_generation',
};

const XAI_CALLS: Readonly<Record<string, string>> = {
  web_search_call: 'web_search',
  x_search_call: 'x_search',
  code_interpreter_call: 'code_execution',
  file_search_call: 'collections_search',
};

/**
 * Hosted tools by the items of an answer. OpenAI charges a container (code interpreter, hosted shell) for its session
 * and not for its calls: distinct containers are counted. Functions, MCP and local tools cost nothing besides tokens.
 */
export function countTools(items: Iterable<JsonRecord>, { provider }: MeterOptions): Map<string, number> {
  const units = new Map<string, number>();
  const containers = new Set<string>();
  const names = provider === 'x-ai' ? XAI_CALLS : OPENAI_CALLS;
  for (const item of items) {
    const name = names[String(item.type)];
    if (name !== undefined && !isVisit(item)) units.set(name, (units.get(name) ?? 0) + 1);
    if (name === undefined) addContainer(item, containers);
  }
  if (containers.size > 0) units.set('container', containers.size);
  return units;
}

// OpenAI's guide to web search: "search actions incur a tool call cost". Opening a page and finding in it do not.
function isVisit(item: JsonRecord): boolean {
  const action = textOf(recordOf(item.action).type);
  return item.type === 'web_search_call' && action !== null && action !== 'search';
}

function addContainer(item: JsonRecord, containers: Set<string>): void {
  if (item.type === 'code_interpreter_call') containers.add(textOf(item.container_id) ?? '');
  const container = textOf(recordOf(item.environment).container_id);
  if (item.type === 'shell_call' && container !== null) containers.add(container);
}
