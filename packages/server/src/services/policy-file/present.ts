import type { Budget } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { agentsWithRules, loadRules, type RuleBook } from '../anomalies/rules.ts';
import { listBudgets } from '../budgets/find-budget.ts';
import type { SealedChannel } from '../channels/channel.ts';
import { listChannels } from '../channels/find-channels.ts';
import { findCeiling, type KeptCeiling } from '../prices/ceiling.ts';
import { overridesInForce } from '../prices/list-overrides.ts';
import type { KeptOverride } from '../prices/stored-override.ts';
import type { KeptEntry } from '../registry/entry.ts';
import { listEntries } from '../registry/find-entries.ts';
import { priceName } from './policy.ts';

/** What of an org a policy file may speak of, by name. */
export interface Present {
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly channels: ReadonlyMap<string, SealedChannel>;
  readonly agents: ReadonlyMap<string, KeptEntry>;
  readonly teams: ReadonlyMap<string, KeptEntry>;
  readonly prices: ReadonlyMap<string, KeptOverride>;
  readonly ceiling: KeptCeiling | null;
  readonly rules: RuleBook;
}

/** Far more than any org has of each. */
const all = 1_000_000;

function byName<Thing>(things: readonly Thing[], nameOf: (thing: Thing) => string): Map<string, Thing> {
  const named = things.map((thing): [string, Thing] => [nameOf(thing), thing]);
  return new Map(named.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Reads it. Things are in the order of their names, so that a file that is written twice is the same. */
export async function readPresent(db: Queryable, orgId: string, nowMs: number): Promise<Present> {
  const budgets = await listBudgets(db, orgId, null, all);
  const channels = await listChannels(db, orgId, null, all);
  const agents = await listEntries(db, orgId, 'agent', null, all);
  const teams = await listEntries(db, orgId, 'team', null, all);
  const prices = await overridesInForce(db, orgId, nowMs);
  return {
    budgets: byName(budgets, ({ name }) => name),
    channels: byName(channels, ({ name }) => name),
    agents: byName(agents, ({ id }) => id),
    teams: byName(teams, ({ id }) => id),
    prices: byName(prices, priceName),
    ceiling: await findCeiling(db, orgId),
    rules: await loadRules(db, orgId, await agentsWithRules(db, orgId)),
  };
}
