import { countOf, sumOf } from '../count.ts';
import { type JsonRecord, recordOf, recordsOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';

export function isEmbeddings(answer: JsonRecord): boolean {
  return answer.embedding !== undefined || answer.embeddings !== undefined;
}

/** The tokens of embedded content. Gemini's own API mostly says nothing, Vertex counts them in each embedding. */
export function readEmbeddedTokens(answer: JsonRecord, flags: Flags): number | undefined {
  const said = countOf(recordOf(answer.usageMetadata).promptTokenCount, flags);
  const embeddings = [...recordsOf(answer.embeddings), recordOf(answer.embedding)];
  return said ?? sumOf(...embeddings.map(({ statistics }) => countOf(recordOf(statistics).tokenCount, flags)));
}
