import type { AskedTool } from '../asked-call.ts';
import { readRecords, readText, readWhole } from '../asking/fields.ts';
import type { InputTally } from '../asking/input-tally.ts';
import { createToolTally, DEFAULT_TOOL_USES, type ToolTally } from '../asking/tool-uses.ts';
import { type JsonRecord, recordOf } from '../json.ts';

/** Hosted tools of a response, and the fields to forward so that their number holds. */
export interface HostedTools {
  readonly tools: readonly AskedTool[];
  readonly written: JsonRecord;
}

// Run by the caller: their calls are output, their results are in the next request.
const OF_THE_CALLER = /^(?:function|custom|local_shell|apply_patch|computer.*)$/;

// Charged by the call. xAI has the same tools under other names.
const OPENAI_CALLS: readonly (readonly [RegExp, string])[] = [
  [/^web_search/, 'web_search'],
  [/^file_search$/, 'file_search'],
  [/^image_generation$/, 'image_generation'],
];

const XAI_CALLS: readonly (readonly [RegExp, string])[] = [
  [/^web_search/, 'web_search'],
  [/^x_search$/, 'x_search'],
  [/^code_interpreter$/, 'code_execution'],
  [/^file_search$/, 'collections_search'],
];

/**
 * Hosted tools by the names that the readers of usage give them. Calls are bounded by `max_tool_calls`, which is written in
 * where OpenAI is asked and the caller sets none. What hosted tools find becomes input. Raises InvalidCall.
 */
export function readHosted(body: JsonRecord, provider: string, tally: InputTally): HostedTools {
  const hosted = readRecords(body.tools, 'tools').filter((tool, index) => {
    return !OF_THE_CALLER.test(readText(tool.type, `tools[${index}].type`) ?? '');
  });
  const said = readWhole(body.max_tool_calls, 'max_tool_calls');
  const units = createToolTally();
  for (const tool of hosted) addTool(tool, provider, said ?? DEFAULT_TOOL_USES, units);
  if (hosted.length > 0) tally.unseen = true;
  const mustLimit = said === null && provider === 'openai' && hosted.length > 0;
  return { tools: units.list(), written: mustLimit ? { max_tool_calls: DEFAULT_TOOL_USES } : {} };
}

function addTool(tool: JsonRecord, provider: string, calls: number, units: ToolTally): void {
  const type = String(tool.type);
  const names = provider === 'x-ai' ? XAI_CALLS : OPENAI_CALLS;
  const name = names.find(([pattern]) => pattern.test(type))?.[1];
  if (name !== undefined) units.add(name, calls);
  else if (type === 'code_interpreter') units.add(containerName(tool.container), 1);
  else if (type === 'shell' && recordOf(tool.environment).type !== 'local')
    units.add(containerName(tool.environment), 1);
}

// OpenAI charges a container by its memory: 1 GB unless more is asked for.
function containerName(container: unknown): string {
  const memory = recordOf(container).memory_limit;
  return typeof memory === 'string' && memory !== '1g' ? `container_${memory}` : 'container';
}
