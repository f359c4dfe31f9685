import type { Delivery } from '../delivery.ts';
import { isRecord, type JsonRecord, mergeSaid, recordOf, recordsOf, textOf } from '../json.ts';
import type { ProviderError, ReaderContext, UsageReader } from '../metered-usage.ts';
import { readError } from '../read-error.ts';
import { attemptOf } from '../wholes.ts';
import { readServiceTier, readUsage } from './read-usage.ts';

/**
 * Reads answers of Converse, whole or as the events of ConverseStream, of which `metadata` comes last and has the
 * usage. The model stands in the request alone, unless a prompt router chose it.
 */
export function createConverseReader({ delivery }: ReaderContext): UsageReader {
  let answer: JsonRecord = {};
  let isStopped = false;
  let error: ProviderError | null = null;

  return {
    take(event) {
      if (!isRecord(event)) return;
      answer = mergeSaid(answer, isRecord(event.metadata) ? event.metadata : event);
      isStopped ||= textOf(event.stopReason) !== null || isRecord(event.messageStop);
      error = readError(event) ?? readException(event) ?? error;
      countEvent(event, delivery);
    },
    reading(flags) {
      const router = recordOf(recordOf(answer.trace).promptRouter);
      const model = textOf(router.invokedModelId);
      return {
        requestId: null,
        model,
        createdMs: null,
        serviceTier: readServiceTier(answer),
        attempts: isRecord(answer.usage) ? [attemptOf(model, readUsage(answer.usage, flags), flags)] : [],
        tools: new Map(),
        complete: isStopped,
        error,
      };
    },
  };
}

function countEvent(event: JsonRecord, delivery: Delivery): void {
  for (const block of recordsOf(recordOf(recordOf(event.output).message).content)) countBlock(block, delivery);
  delivery.tool(recordOf(recordOf(recordOf(event.contentBlockStart).start).toolUse).name);
  countBlock(recordOf(recordOf(event.contentBlockDelta).delta), delivery);
}

function countBlock(block: JsonRecord, delivery: Delivery): void {
  delivery.text(block.text);
  const call = recordOf(block.toolUse);
  delivery.tool(call.name);
  if (call.input !== undefined) delivery.tool(typeof call.input === 'string' ? call.input : JSON.stringify(call.input));
  if (block.reasoningContent === undefined) return;
  delivery.hide();
  const reasoning = recordOf(block.reasoningContent);
  delivery.reasoning(reasoning.text ?? recordOf(reasoning.reasoningText).text);
}

// A stream ends early with an event that is named after its exception.
function readException(event: JsonRecord): ProviderError | null {
  const [code, value] = Object.entries(event).find(([name]) => name.endsWith('Exception')) ?? [];
  return code === undefined ? null : { code, message: textOf(recordOf(value).message) ?? '' };
}
