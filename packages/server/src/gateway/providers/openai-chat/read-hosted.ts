import { readRecord, readRecords, readWhole } from '../asking/fields.ts';
import type { InputTally } from '../asking/input-tally.ts';
import { createToolTally, DEFAULT_TOOL_USES } from '../asking/tool-uses.ts';
import type { AskedTool } from '../asked-call.ts';
import type { JsonRecord } from '../json.ts';

/** Hosted tools of a completion, and the fields to forward so that their number holds. */
export interface HostedTools {
  readonly tools: readonly AskedTool[];
  readonly written: JsonRecord;
}

// Tools that the caller runs; one that does not say what it is, is a function.
const OF_THE_CALLER: ReadonlySet<unknown> = new Set([undefined, 'function', 'custom']);

// docs.x.ai/docs/guides/live-search: `max_search_results` is 20 unless it is set.
const LIVE_SOURCES = 20;

/**
 * What searches on the provider's side in a Chat Completions request. Search models of OpenAI search once for every
 * request; others search by an option of their own, or by a tool that is not a function. Whatever is found becomes input.
 */
export function readHosted(body: JsonRecord, model: string, tally: InputTally): HostedTools {
  const units = createToolTally();
  if (/-search-(?:preview|api)/.test(model) || readRecord(body.web_search_options, 'web_search_options') !== null) {
    units.add('web_search', 1);
  }
  const plugins = readRecords(body.plugins, 'plugins');
  const tools = readRecords(body.tools, 'tools').filter(({ type }) => !OF_THE_CALLER.has(type));
  if (plugins.length > 0 || tools.length > 0 || model.endsWith(':online')) units.add('web_search', DEFAULT_TOOL_USES);
  const written = readLiveSearch(body, (sources) => units.add('live_search_source', sources));
  if (units.list().length > 0) tally.unseen = true;
  return { tools: units.list(), written };
}

function readLiveSearch(body: JsonRecord, add: (sources: number) => void): JsonRecord {
  const search = readRecord(body.search_parameters, 'search_parameters');
  if (search === null || search.mode === 'off') return {};
  const sources = readWhole(search.max_search_results, 'search_parameters.max_search_results', 0);
  add(sources ?? LIVE_SOURCES);
  return sources === null ? { search_parameters: { ...search, max_search_results: LIVE_SOURCES } } : {};
}
