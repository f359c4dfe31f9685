import type { Dimensions } from '../budgets/dimensions.ts';
import type { Refusal } from '../ledger/refusal.ts';
import type { LedgerState } from '../ledger/state.ts';
import { creationsLeft } from '../runs/join-run.ts';
import { newEntry, registryKey, type RegistryEntry, type RegistryKind } from './entry.ts';

export type Registered =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'registered'; readonly entries: readonly RegistryEntry[] };

const registeredKinds: readonly RegistryKind[] = ['agent', 'workflow', 'connection', 'user', 'team'];

/** A team that the registry names was registered when the agent was put into it, and may not be loaded. */
function isRegistersTeam(state: LedgerState, { agent }: Dimensions, kind: RegistryKind, id: string): boolean {
  return kind === 'team' && state.registry.get(registryKey('agent', agent))?.team === id;
}

/** The labels of a call that the registry has not seen. */
function unseen(state: LedgerState, dimensions: Dimensions): RegistryEntry[] {
  const entries: RegistryEntry[] = [];
  for (const kind of registeredKinds) {
    const id = dimensions[kind];
    if (id === null || state.registry.has(registryKey(kind, id)) || isRegistersTeam(state, dimensions, kind, id))
      continue;
    entries.push(newEntry(kind, id, state.timeMs));
  }
  return entries;
}

/** New labels are made on first use, within the org's caps for a day; agent keys make no agents. */
export function register(state: LedgerState, dimensions: Dimensions, mayCreateAgent: boolean): Registered {
  const entries = unseen(state, dimensions);
  for (const entry of entries) {
    if (entry.kind === 'agent' && !mayCreateAgent) {
      return { kind: 'refused', refusal: { code: 'not_found', what: `agent ${entry.id}` } };
    }
    if (creationsLeft(state, entry.kind) <= 0) {
      return {
        kind: 'refused',
        refusal: { code: 'label_cap_exceeded', label: entry.kind, cap: state.caps[entry.kind] },
      };
    }
  }
  return { kind: 'registered', entries };
}

/** For spend that has happened: what fits under the caps is registered, the rest stands on the record alone. */
export function registerSpent(state: LedgerState, dimensions: Dimensions): readonly RegistryEntry[] {
  return unseen(state, dimensions).filter((entry) => creationsLeft(state, entry.kind) > 0);
}

/** The name that budgets and reports know a model by: another name of it must not get it past a budget of its own. */
export function canonicalModel(
  { pricing, timeMs }: LedgerState,
  provider: string | null,
  model: string | null,
): string | null {
  return provider === null || model === null ? model : pricing.canonical(provider, model, timeMs);
}

/**
 * The labels as the ledger keeps them. The registry's team wins where it has one: a caller cannot move its spend to
 * another team's budget. A model has its canonical name.
 */
export function canonicalLabels(state: LedgerState, dimensions: Dimensions): Dimensions {
  const team = state.registry.get(registryKey('agent', dimensions.agent))?.team ?? dimensions.team;
  const model = canonicalModel(state, dimensions.provider, dimensions.model);
  return team === dimensions.team && model === dimensions.model ? dimensions : { ...dimensions, team, model };
}
