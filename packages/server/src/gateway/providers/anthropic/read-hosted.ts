import type { AskedTool } from '../asked-call.ts';
import { readRecords, readText, readWhole } from '../asking/fields.ts';
import type { InputTally } from '../asking/input-tally.ts';
import { createToolTally, DEFAULT_TOOL_USES } from '../asking/tool-uses.ts';
import type { JsonRecord } from '../json.ts';

/** The tools of a Messages request. */
export interface OfferedTools {
  readonly tools: readonly AskedTool[];
  /** The tools to forward: those that may be used without end have a limit now. */
  readonly written: readonly JsonRecord[];
  /** Models that a tool asks by itself. */
  readonly models: readonly string[];
}

// platform.claude.com/docs/en/agents-and-tools/tool-use/overview#pricing: the prompt that the API adds where tools are
// offered has 804 tokens at most (Claude Opus 4.7 with a forced choice).
const TOOL_PROMPT_TOKENS = 1024;

// The same page and those of the tools: bash 245 tokens, the text editor 700, computer use 735 and 499 more of prompt.
const OWN_TOOL_TOKENS = 2048;
const OWN_TOOL = /^(?:bash|text_editor|computer|memory)_\d/;

/** Counts hosted tools by the names that the usage gives them. Raises InvalidCall. */
export function readHosted(body: JsonRecord, tally: InputTally): OfferedTools {
  const offered = readRecords(body.tools, 'tools');
  if (offered.length > 0) tally.fixedTokens += TOOL_PROMPT_TOKENS;
  const units = createToolTally();
  const models: string[] = [];
  const written = offered.map((tool, index) => {
    const type = readText(tool.type, `tools[${index}].type`) ?? 'custom';
    if (type === 'custom') return tool;
    if (OWN_TOOL.test(type)) {
      tally.fixedTokens += OWN_TOOL_TOKENS;
      return tool;
    }
    // What a hosted tool finds becomes input.
    tally.unseen = true;
    if (type.startsWith('code_execution')) units.add('code_execution', 1);
    if (typeof tool.model === 'string') models.push(tool.model);
    const name = /^web_(?:search|fetch)(?=_)/.exec(type)?.[0];
    if (name === undefined && !type.startsWith('advisor')) return tool;
    const uses = readWhole(tool.max_uses, `tools[${index}].max_uses`);
    if (name !== undefined) units.add(name, uses ?? DEFAULT_TOOL_USES);
    return uses === null ? { ...tool, max_uses: DEFAULT_TOOL_USES } : tool;
  });
  return { tools: units.list(), written, models };
}
