import type { Delivery } from '../delivery.ts';
import { isRecord, type JsonRecord, mergeSaid, recordOf, recordsOf, textOf } from '../json.ts';
import type { Flags, MeteredAttempt, ProviderError, ReaderContext, UsageReader } from '../metered-usage.ts';
import { readError } from '../read-error.ts';
import { attemptOf } from '../wholes.ts';
import { type Grounding, noteGrounding, readTools } from './count-tools.ts';
import { isEmbeddings, readEmbeddedTokens } from './read-embeddings.ts';
import { hasCounts, readServiceTier, readUsage } from './read-usage.ts';

/**
 * Reads answers of generateContent and embedContent, whole or in chunks, which have one shape. Every chunk may carry
 * cumulative usage: the last figures count.
 */
export function createGeminiReader({ delivery }: ReaderContext): UsageReader {
  const grounding: Grounding = { queries: new Set(), usedMaps: false };
  const finished = new Map<unknown, boolean>();
  let answer: JsonRecord = {};
  let metadata: JsonRecord = {};
  let error: ProviderError | null = null;
  let isBlocked = false;

  const takeCandidate = (candidate: JsonRecord): void => {
    const index = candidate.index ?? 0;
    finished.set(index, (finished.get(index) ?? false) || textOf(candidate.finishReason) !== null);
    noteGrounding(candidate, grounding);
    for (const part of recordsOf(recordOf(candidate.content).parts)) countPart(part, delivery);
  };

  return {
    take(event) {
      if (!isRecord(event)) return;
      answer = mergeSaid(answer, event);
      metadata = mergeSaid(metadata, recordOf(event.usageMetadata));
      error = readError(event) ?? error;
      isBlocked ||= textOf(recordOf(event.promptFeedback).blockReason) !== null;
      for (const candidate of recordsOf(event.candidates)) takeCandidate(candidate);
    },
    reading(flags) {
      const model = textOf(answer.modelVersion);
      const allFinished = finished.size > 0 && [...finished.values()].every(Boolean);
      return {
        requestId: textOf(answer.responseId),
        model,
        createdMs: readTime(answer.createTime),
        serviceTier: readServiceTier(metadata),
        attempts: attemptsOf(model, answer, metadata, flags),
        tools: readTools(model, grounding),
        complete: allFinished || isBlocked || isEmbeddings(answer),
        error,
      };
    },
  };
}

function attemptsOf(model: string | null, answer: JsonRecord, metadata: JsonRecord, flags: Flags): MeteredAttempt[] {
  if (isEmbeddings(answer)) {
    const input = readEmbeddedTokens(answer, flags);
    return input === undefined ? [] : [attemptOf(model, { input, output: 0 }, flags)];
  }
  return hasCounts(metadata) ? [attemptOf(model, readUsage(metadata, flags), flags)] : [];
}

function countPart(part: JsonRecord, delivery: Delivery): void {
  // Thoughts are charged in full, and shown as a summary or as a signature alone.
  if (part.thought === true || part.thoughtSignature !== undefined) delivery.hide();
  if (part.thought === true) delivery.reasoning(part.text);
  else delivery.text(part.text);
  const call = recordOf(part.functionCall);
  delivery.tool(call.name);
  for (const made of [call.args, call.partialArgs]) if (made !== undefined) delivery.tool(JSON.stringify(made));
  delivery.tool(recordOf(part.executableCode).code);
  delivery.media(recordOf(part.inlineData).data);
}

function readTime(value: unknown): number | null {
  const timeMs = Date.parse(textOf(value) ?? '');
  return Number.isNaN(timeMs) ? null : timeMs;
}
