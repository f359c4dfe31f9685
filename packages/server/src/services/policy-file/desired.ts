import type { Budget, PolicyFacts } from '@cofferdam/core';
import { defaultAnomalyRules } from '@cofferdam/core';
import { ruleFacts } from '../anomalies/rule-facts.ts';
import { budgetFacts } from '../budgets/budget-facts.ts';
import type { BudgetTerms } from '../budgets/create-budget.ts';
import type { SealedChannel } from '../channels/channel.ts';
import { channelFacts } from '../channels/channel-facts.ts';
import { openSecrets } from '../channels/secrets.ts';
import { priceFacts } from '../prices/override-facts.ts';
import type { Vault } from '../vault.ts';
import { agentFacts, ceilingFacts } from './facts.ts';
import { type Policy, type PolicyChannel, priceName } from './policy.ts';
import type { Present } from './present.ts';

export type DesiredFacts = { readonly [section in keyof Policy]: Map<string, PolicyFacts> };

/** What facts of a budget need beyond its terms is not shown in them. */
function termFacts(terms: BudgetTerms): PolicyFacts {
  const budget: Budget = { ...terms, id: '', limitVersion: 1, countsFromMs: 0, createdMs: 0 };
  return budgetFacts(budget);
}

/** The secrets of a channel that the file gives, and that differ from those that are kept. */
export function changedSecrets(
  vault: Vault,
  orgId: string,
  { secrets }: PolicyChannel,
  present: SealedChannel | undefined,
): PolicyChannel['secrets'] {
  if (present === undefined) return secrets;
  const kept = openSecrets(vault, { orgId, channelId: present.id, settings: present.settings }, present.sealed);
  return Object.fromEntries(
    Object.entries(secrets).filter(([name, value]) => value !== undefined && kept[name] !== value),
  );
}

/** Which secrets are new is told, never what they are. */
function desiredChannel(
  channel: PolicyChannel,
  changed: PolicyChannel['secrets'],
  present?: SealedChannel,
): PolicyFacts {
  const { name, kind, made, secrets, disabled } = channel;
  const { settings, routes, rateLimitPerMinute } = made;
  const known = { name, settings, routes, rateLimitPerMinute, disabledMs: disabled ? 0 : null };
  const { host: madeHost, ...facts } = channelFacts(known);
  // Of Slack the address is the secret: without one in the file the host stays as it is.
  const host = kind === 'slack' && secrets.url === undefined ? undefined : madeHost;
  const mark = present === undefined ? 'given' : 'replaced';
  const replaced: PolicyFacts = Object.fromEntries(Object.keys(changed).map((secret) => [`secret_${secret}`, mark]));
  return { ...facts, ...(host === undefined ? {} : { host }), ...replaced };
}

function mapOf<Thing>(
  things: readonly Thing[] | undefined,
  nameOf: (thing: Thing) => string,
  factsOf: (thing: Thing) => PolicyFacts,
): Map<string, PolicyFacts> | undefined {
  return things === undefined ? undefined : new Map(things.map((thing) => [nameOf(thing), factsOf(thing)]));
}

/** What the file wants, section by section, under the names of the wire; a section that it leaves out is left out. */
export function desiredFacts(vault: Vault, orgId: string, policy: Policy, present: Present): DesiredFacts {
  const { budgets, channels, agents, teams, prices, ceiling, anomalyRules } = policy;
  const channelOf = (channel: PolicyChannel): PolicyFacts => {
    const kept = present.channels.get(channel.name);
    return desiredChannel(channel, changedSecrets(vault, orgId, channel, kept), kept);
  };
  const sections = {
    budgets: mapOf(budgets, ({ name }) => name, termFacts),
    channels: mapOf(channels, ({ name }) => name, channelOf),
    agents: mapOf(agents, ({ id }) => id, agentFacts),
    teams: mapOf(
      teams,
      ({ id }) => id,
      ({ name }) => ({ name }),
    ),
    prices: mapOf(prices, priceName, ({ price }) => priceFacts(price)),
    ceiling: ceiling === undefined ? undefined : new Map(ceiling === null ? [] : [['ceiling', ceilingFacts(ceiling)]]),
    anomalyRules:
      anomalyRules === undefined
        ? undefined
        : new Map([['org', { ...ruleFacts(defaultAnomalyRules), ...ruleFacts(anomalyRules) }]]),
  };
  return Object.fromEntries(Object.entries(sections).filter(([, facts]) => facts !== undefined)) as DesiredFacts;
}
