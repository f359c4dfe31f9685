import type { PolicyFacts } from '@cofferdam/core';
import { ruleFacts } from '../anomalies/rule-facts.ts';
import type { RuleBook } from '../anomalies/rules.ts';
import { budgetFacts } from '../budgets/budget-facts.ts';
import { channelFacts } from '../channels/channel-facts.ts';
import { policyFacts } from '../connections/call-policy.ts';
import type { StoredCeilingPrice } from '../price-book/stored-prices.ts';
import { priceFacts } from '../prices/override-facts.ts';
import type { KeptEntry } from '../registry/entry.ts';
import type { Policy, PolicyAgent } from './policy.ts';
import type { Present } from './present.ts';

function mapFacts<Key extends string, Thing>(
  things: ReadonlyMap<Key, Thing>,
  factsOf: (thing: Thing) => PolicyFacts,
): Map<string, PolicyFacts> {
  return new Map([...things].map(([name, thing]) => [name, factsOf(thing)]));
}

function presentAgent({ id, name, team, policy }: KeptEntry, rules: RuleBook): PolicyFacts {
  const own = rules.own.get(id);
  return { name, team, policy: policyFacts(policy), anomaly_rules: own === undefined ? null : ruleFacts(own) };
}

/** Only what the file says of an agent: the rest stays as it is. */
export function agentFacts({ name, team, policy, rules }: PolicyAgent): PolicyFacts {
  return {
    ...(name === undefined ? {} : { name }),
    ...(team === undefined ? {} : { team }),
    ...(policy === undefined ? {} : { policy: policyFacts(policy) }),
    ...(rules === undefined ? {} : { anomaly_rules: rules === null ? null : ruleFacts(rules) }),
  };
}

export function ceilingFacts({ inputUsdPerMtok, outputUsdPerMtok, toolUsd }: StoredCeilingPrice): PolicyFacts {
  const tool = toolUsd === null ? {} : { tool_usd: toolUsd };
  return { input_usd_per_mtok: inputUsdPerMtok, output_usd_per_mtok: outputUsdPerMtok, ...tool };
}

/** What is there, section by section, under the names of the wire. */
export function presentFacts(present: Present): { readonly [section in keyof Policy]-?: Map<string, PolicyFacts> } {
  const { budgets, channels, agents, teams, prices, ceiling, rules } = present;
  const price = ceiling?.price ?? null;
  return {
    budgets: mapFacts(budgets, budgetFacts),
    channels: mapFacts(channels, channelFacts),
    agents: mapFacts(agents, (agent) => presentAgent(agent, rules)),
    teams: mapFacts(teams, ({ name }) => ({ name })),
    prices: mapFacts(prices, ({ price: stored }) => priceFacts(stored)),
    ceiling: new Map(price === null ? [] : [['ceiling', ceilingFacts(price)]]),
    anomalyRules: new Map([['org', ruleFacts(rules.org)]]),
  };
}
