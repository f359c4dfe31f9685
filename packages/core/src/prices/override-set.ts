import type { Override } from './overrides.ts';

/** An org's overrides, indexed. */
export interface OverrideSet {
  /** The override of a name that holds at an instant: the one that took effect last. */
  find(provider: string, model: string, timeMs: number): Override | undefined;
}

export const NO_OVERRIDES: OverrideSet = { find: () => undefined };

/** Of two overrides of one name from the same instant on, the later in the list counts. */
export function createOverrideSet(overrides: readonly Override[]): OverrideSet {
  if (overrides.length === 0) return NO_OVERRIDES;
  const byProvider = new Map<string, Map<string, Override[]>>();
  for (const override of overrides.toSorted((a, b) => a.effectiveFromMs - b.effectiveFromMs)) {
    const byModel = byProvider.get(override.provider) ?? new Map<string, Override[]>();
    byProvider.set(override.provider, byModel);
    byModel.set(override.model, [...(byModel.get(override.model) ?? []), override]);
  }
  return {
    find(provider, model, timeMs) {
      const ofModel = byProvider.get(provider)?.get(model);
      return ofModel?.findLast((override) => override.effectiveFromMs <= timeMs);
    },
  };
}
