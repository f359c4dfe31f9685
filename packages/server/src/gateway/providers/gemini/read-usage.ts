import { countOf, sumOf } from '../count.ts';
import { type JsonRecord, recordsOf, textOf } from '../json.ts';
import type { Flags } from '../metered-usage.ts';
import { type Figures, withTotal } from '../wholes.ts';

/** Whether the metadata counts anything: chunks may carry one that only names the kind of traffic. */
export function hasCounts(metadata: JsonRecord): boolean {
  return ['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount'].some((field) => metadata[field] !== undefined);
}

/**
 * Gemini's UsageMetadata: `promptTokenCount` includes cached content, results of tools come on top of it; thoughts come
 * on top of the candidates. A count that is left out is 0, as protocol buffers have it.
 */
export function readUsage(metadata: JsonRecord, flags: Flags): Figures {
  const count = (field: string): number | undefined => countOf(metadata[field], flags);
  const reasoning = count('thoughtsTokenCount');
  const figures: Figures = {
    input: sumOf(count('promptTokenCount'), count('toolUsePromptTokenCount')),
    output: sumOf(count('candidatesTokenCount'), reasoning),
    cacheRead: count('cachedContentTokenCount'),
    reasoning,
    ...readModalities(metadata, flags),
  };
  return withTotal(figures, count('totalTokenCount'), flags);
}

type Modalities = Pick<Figures, 'audioInput' | 'imageInput' | 'audioOutput' | 'imageOutput'>;

// Video and documents are charged as text and images are, and need no part of their own. The modalities of cached
// content are taken off those of the prompt, which include them.
function readModalities(metadata: JsonRecord, flags: Flags): Modalities {
  const ofPrompt = (modality: string): number | undefined => {
    const all = sumOf(
      countModality(metadata.promptTokensDetails, modality, flags),
      countModality(metadata.toolUsePromptTokensDetails, modality, flags),
    );
    const cached = countModality(metadata.cacheTokensDetails, modality, flags) ?? 0;
    return all === undefined ? undefined : Math.max(0, all - cached);
  };
  return {
    audioInput: ofPrompt('AUDIO'),
    imageInput: ofPrompt('IMAGE'),
    audioOutput: countModality(metadata.candidatesTokensDetails, 'AUDIO', flags),
    imageOutput: countModality(metadata.candidatesTokensDetails, 'IMAGE', flags),
  };
}

function countModality(details: unknown, modality: string, flags: Flags): number | undefined {
  const counts = recordsOf(details).filter((detail) => detail.modality === modality);
  return sumOf(...counts.map((detail) => countOf(detail.tokenCount, flags)));
}

const TIER_OF_TRAFFIC: Readonly<Record<string, string | null>> = {
  ON_DEMAND: null,
  TRAFFIC_TYPE_UNSPECIFIED: null,
  ON_DEMAND_PRIORITY: 'priority',
  ON_DEMAND_FLEX: 'flex',
  ON_DEMAND_OFFPEAK: 'offpeak',
};

/** The tier by its name, or by the kind of traffic: throughput that was bought ahead has no price by the token. */
export function readServiceTier(metadata: JsonRecord): string | null {
  const named = textOf(metadata.serviceTier)?.toLowerCase();
  if (named !== undefined) return named === 'unspecified' ? null : named;
  const traffic = textOf(metadata.trafficType);
  if (traffic === null) return null;
  return traffic in TIER_OF_TRAFFIC ? (TIER_OF_TRAFFIC[traffic] ?? null) : traffic.toLowerCase();
}
