import type { PriceBook } from '@cofferdam/core';
import { contextWindowOf } from './context-windows.ts';
import { maxOutputOf } from './output-limits.ts';

/** How much a model takes and gives, in tokens; null where it is not known. */
export interface ModelLimits {
  /** What prompt and output may be together. */
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
}

// The catalogue rounds: 1,048,576 stands there as 1,000,000. A twentieth covers that, and costs a bound next to nothing.
const ROUNDED_OFF = 20;

// platform.claude.com/docs/en/build-with-claude/context-windows: a million tokens by a beta header, which the catalogue,
// like most lists, leaves out.
const LONG_BY_HEADER = /^claude-(?:4-sonnet|sonnet-4(?:-[05])?(?:-20|@|-latest|$))/;
const LONG_WINDOW = 1_000_000;

/**
 * The limits of a model. `provider` is the price catalogue's name of it; the model's name leads to a window by the book's own
 * matching, so that a dated snapshot has the limits of its model.
 */
export function limitsOf(book: Pick<PriceBook, 'find'>, provider: string, model: string): ModelLimits {
  const found = book.find(provider, model);
  const listed = found === undefined ? undefined : contextWindowOf(found.provider.id, found.model.id);
  const window = LONG_BY_HEADER.test(model.slice(model.lastIndexOf('/') + 1)) ? LONG_WINDOW : (listed ?? null);
  return {
    contextWindow: window === null ? null : window + Math.ceil(window / ROUNDED_OFF),
    maxOutputTokens: maxOutputOf(model),
  };
}
