import {
  parseOverride,
  parseRate,
  parseUnitPrice,
  type Ceiling,
  type Override,
  type OverrideInput,
} from '@cofferdam/core';
import type { StoredCeiling, StoredOverride } from '../../store/config/load-config.ts';

/** What is stored was validated when it was written; that it no longer reads is damage, and must not price anything. */
class StoredPriceUnreadable extends Error {}

/** An override as it is stored: its own id, name and time stand in columns, the rest as the org wrote it. */
export type StoredOverridePrice = Omit<OverrideInput, 'id' | 'provider' | 'model' | 'effectiveFromMs'>;

export function overrideOf(stored: StoredOverride): Override {
  const { id, provider, model, effectiveFromMs } = stored;
  const parsed = parseOverride({ ...(stored.price as StoredOverridePrice), id, provider, model, effectiveFromMs });
  if (parsed.kind === 'override') return parsed.override;
  throw new StoredPriceUnreadable(`price override ${id}: ${parsed.field} ${parsed.reason}`);
}

/** A ceiling as it is stored: USD per million tokens, and USD per unit of a tool. */
export interface StoredCeilingPrice {
  readonly inputUsdPerMtok: string;
  readonly outputUsdPerMtok: string;
  readonly toolUsd: string | null;
}

export function ceilingOf(stored: StoredCeiling): Ceiling {
  const price = stored.price as StoredCeilingPrice;
  const input = parseRate(price.inputUsdPerMtok);
  const output = parseRate(price.outputUsdPerMtok);
  const tool = price.toolUsd === null ? null : parseUnitPrice(price.toolUsd, 1n);
  if (!input.ok || !output.ok || (tool !== null && !tool.ok)) {
    throw new StoredPriceUnreadable(`ceiling price ${stored.id}`);
  }
  return { id: stored.id, input: input.value, output: output.value, tool: tool === null ? null : tool.value };
}
