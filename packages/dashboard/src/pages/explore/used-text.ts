import type { UsageRecord } from './explore.ts';

/** What was used: a model, a tool, or an amount that was only reported. */
export function usedText({ provider, model, tool, type }: UsageRecord): string {
  if (tool !== null) return tool;
  if (model === null) return type.replaceAll('_', ' ');
  return provider === null ? model : `${provider}/${model}`;
}
