import { type AskedTool, InvalidCall } from '../asked-call.ts';
import { readRecords } from '../asking/fields.ts';
import type { InputTally } from '../asking/input-tally.ts';
import { createToolTally, DEFAULT_TOOL_USES } from '../asking/tool-uses.ts';
import { isRecord, type JsonRecord } from '../json.ts';
import { spellings } from './fields.ts';
import { generationOf } from './media-tokens.ts';

const SEARCHES = ['googleSearch', 'googleSearchRetrieval', 'enterpriseWebSearch'] as const;

/**
 * Hosted tools of a generateContent request: all but functions. What they find becomes input. A search is charged for each
 * query from Gemini 3 on, of which no field limits the number, and once for a prompt before. Raises InvalidCall.
 */
export function readHosted(body: JsonRecord, model: string, tally: InputTally): AskedTool[] {
  const units = createToolTally();
  const generation = generationOf(model);
  for (const tool of readTools(body.tools)) {
    const has = (name: string): boolean => spellings(tool, name).length > 0;
    if (SEARCHES.some(has)) units.add('web_search', generation !== null && generation < 3 ? 1 : DEFAULT_TOOL_USES);
    if (has('googleMaps')) units.add('google_maps', 1);
    const functions = new Set(['functionDeclarations', 'function_declarations']);
    if (Object.keys(tool).some((name) => !functions.has(name) && (tool[name] ?? null) !== null)) {
      tally.unseen = true;
    }
  }
  return units.list();
}

function readTools(value: unknown): readonly JsonRecord[] {
  if (isRecord(value)) throw new InvalidCall('tools', 'must be a list');
  return readRecords(value, 'tools');
}
