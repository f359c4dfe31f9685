import { countOf } from '../count.ts';
import { isRecord, type JsonRecord, recordOf, textOf } from '../json.ts';
import type { ProviderError, UsageReader } from '../metered-usage.ts';
import { readError } from '../read-error.ts';
import { attemptOf } from '../wholes.ts';

/**
 * Reads an answer of embeddings. They have no output: `prompt_tokens` is all, or `total_tokens` where a provider says
 * only that (Voyage).
 */
export function createEmbeddingsReader(): UsageReader {
  let answer: JsonRecord = {};
  let error: ProviderError | null = null;
  return {
    take(event) {
      if (!isRecord(event)) return;
      answer = event;
      error = readError(event);
    },
    reading(flags) {
      const usage = recordOf(answer.usage);
      const input = countOf(usage.prompt_tokens, flags) ?? countOf(usage.total_tokens, flags);
      const model = textOf(answer.model);
      return {
        requestId: textOf(answer.id),
        model,
        createdMs: null,
        serviceTier: null,
        attempts: input === undefined ? [] : [attemptOf(model, { input, output: 0 }, flags)],
        tools: new Map(),
        complete: Array.isArray(answer.data),
        error,
      };
    },
  };
}
