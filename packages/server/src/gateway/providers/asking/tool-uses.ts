import type { AskedTool } from '../asked-call.ts';

/**
 * How often hosted tools are taken to be used where the request does not say. Where the protocol has a field for it, it is
 * written into the request, so that it holds; a caller that wants more says so.
 */
export const DEFAULT_TOOL_USES = 10;

/** Units by name, as the bound takes them; a tool that is offered twice may be used as often as both allow. */
export interface ToolTally {
  add(name: string, units: number): void;
  list(): AskedTool[];
}

export function createToolTally(): ToolTally {
  const units = new Map<string, number>();
  return {
    add(name, more) {
      units.set(name, (units.get(name) ?? 0) + more);
    },
    list: () => [...units].map(([name, quantity]) => ({ name, quantity: String(quantity) })),
  };
}
