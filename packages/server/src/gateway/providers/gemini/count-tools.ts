import { type JsonRecord, recordOf, recordsOf, textOf } from '../json.ts';

/** What candidates were grounded in. */
export interface Grounding {
  readonly queries: Set<string>;
  usedMaps: boolean;
}

export function noteGrounding(candidate: JsonRecord, grounding: Grounding): void {
  const metadata = recordOf(candidate.groundingMetadata);
  const queries: readonly unknown[] = Array.isArray(metadata.webSearchQueries) ? metadata.webSearchQueries : [];
  for (const query of queries) {
    const text = textOf(query);
    if (text !== null) grounding.queries.add(text);
  }
  if (recordsOf(metadata.groundingChunks).some(({ maps }) => maps !== undefined)) grounding.usedMaps = true;
}

/** Google charges each search query from Gemini 3 on, and each grounded prompt before. */
export function readTools(model: string | null, { queries, usedMaps }: Grounding): Map<string, number> {
  const generation = Number(/gemini-(\d+)/.exec(model ?? '')?.[1] ?? Number.NaN);
  const byPrompt = generation < 3;
  return new Map([
    ['web_search', byPrompt ? Math.min(1, queries.size) : queries.size],
    ['google_maps', usedMaps ? 1 : 0],
  ]);
}
