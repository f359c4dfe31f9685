import { isRecord, type JsonRecord, recordsOf, secondsToMs, textOf } from '../json.ts';
import type { Flags, ProviderError, ReaderContext, Reading, UsageReader } from '../metered-usage.ts';
import { readError } from '../read-error.ts';
import { readTier } from '../read-tier.ts';
import { attemptOf } from '../wholes.ts';
import { countChoice } from './count-output.ts';
import { countHostedCalls, readTools } from './count-tools.ts';
import { findUsage, readUsage } from './read-usage.ts';

/**
 * Reads chat and legacy completions, whole or in chunks. Usage of a stream comes in a last chunk without choices (OpenAI), in the last chunk
 * with one (DeepSeek, Mistral, xAI), or cumulatively in several (vLLM): the last one counts.
 */
export function createChatReader({ options, delivery }: ReaderContext): UsageReader {
  const finished = new Map<unknown, boolean>();
  let answer: JsonRecord = {};
  let usage: JsonRecord | null = null;
  let error: ProviderError | null = null;
  let hostedCalls = 0;

  const takeChoice = (choice: JsonRecord): void => {
    const index = choice.index ?? 0;
    finished.set(index, (finished.get(index) ?? false) || textOf(choice.finish_reason) !== null);
    hostedCalls += countHostedCalls(choice);
    countChoice(choice, delivery);
  };

  return {
    take(event) {
      if (!isRecord(event)) return;
      const { id, model, created, service_tier } = event;
      answer = {
        id: answer.id ?? id,
        model: textOf(model) ?? answer.model,
        created: answer.created ?? created,
        service_tier: textOf(service_tier) ?? answer.service_tier,
      };
      usage = findUsage(event) ?? usage;
      error = readError(event) ?? error;
      for (const choice of recordsOf(event.choices)) takeChoice(choice);
    },
    reading(flags) {
      const model = textOf(answer.model);
      return {
        ...readHead(answer, flags),
        attempts: usage === null ? [] : [attemptOf(model, readUsage(usage, options, flags), flags)],
        tools: readTools(model, usage ?? {}, hostedCalls, flags),
        complete: finished.size > 0 && [...finished.values()].every(Boolean),
        error,
      };
    },
  };
}

function readHead(
  answer: JsonRecord,
  flags: Flags,
): Pick<Reading, 'requestId' | 'model' | 'createdMs' | 'serviceTier'> {
  return {
    requestId: textOf(answer.id),
    model: textOf(answer.model),
    createdMs: secondsToMs(answer.created),
    serviceTier: readTier(answer.service_tier, flags),
  };
}
