import type { PolicyChange, PolicyFacts } from '@cofferdam/core';
import { presentFacts } from '../../services/policy-file/facts.ts';
import type { Applied } from '../../services/policy-file/applied.ts';
import type { Plan } from '../../services/policy-file/plan.ts';
import type { Present } from '../../services/policy-file/present.ts';
import { timeText } from '../render.ts';

/** Sections under the names of the file. */
const sectionNames: Readonly<Record<string, string>> = { anomalyRules: 'anomaly_rules' };

function renderChange({ kind, name, action, before, after, drifted }: PolicyChange): Record<string, unknown> {
  return { section: sectionNames[kind] ?? kind, name, action, before, after, drifted };
}

function renderApplied({ timeMs, actor, reason }: Applied): Record<string, unknown> {
  return { at: timeText(timeMs), by: actor.name, reason };
}

export function renderPlan({ id, changes, applied }: Plan): Record<string, unknown> {
  return {
    plan: id,
    changes: changes.map(renderChange),
    last_applied: applied === null ? null : renderApplied(applied),
  };
}

/** A thing without what it would have anyway: what is left is what somebody decided. */
function without(facts: PolicyFacts, defaults: PolicyFacts): PolicyFacts {
  return Object.fromEntries(
    Object.entries(facts).filter(
      ([name, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(defaults[name]),
    ),
  );
}

const budgetDefaults = {
  match: {},
  timezone: 'UTC',
  enforcement: 'hard',
  allow_free: false,
  thresholds: [0.7, 0.9],
  actions: [],
  notify: [],
};

const channelDefaults = { routes: [], rate_limit_per_minute: 60, disabled: false };

function budgetDocument(facts: PolicyFacts): PolicyFacts {
  const short = without(facts, budgetDefaults);
  // A limit on open reservations has no window to be given.
  return facts['limit_concurrent'] === undefined ? short : without(short, { window: short['window'] });
}

function channelDocument({ kind, host, ...facts }: PolicyFacts): PolicyFacts {
  const shown = kind === 'email' ? { kind, host, ...facts } : { kind, ...facts };
  const { name, ...rest } = without(shown, channelDefaults);
  return { name, ...rest };
}

function agentDocuments(agents: ReadonlyMap<string, PolicyFacts>): PolicyFacts[] {
  const documents = [...agents].map(([id, facts]) => ({ id, ...without(facts, { name: id }) }));
  // The others registered themselves by what they did: nobody decided anything about them.
  return documents.filter((document) => Object.keys(document).length > 1);
}

/** The present as a policy file, without what is secret. */
export function renderPolicy(present: Present): Record<string, unknown> {
  const { budgets, channels, agents, teams, ceiling, anomalyRules } = presentFacts(present);
  const prices = [...present.prices.values()].map(({ provider, model }) => ({ provider, model }));
  const priceFacts = presentFacts(present).prices;
  return {
    version: 1,
    budgets: [...budgets.values()].map(budgetDocument),
    channels: [...channels.values()].map(channelDocument),
    teams: [...teams].map(([id, facts]) => ({ id, ...facts })),
    agents: agentDocuments(agents),
    prices: prices.map((name) => ({ ...name, ...priceFacts.get(`${name.provider}/${name.model}`) })),
    ceiling: ceiling.get('ceiling') ?? null,
    anomaly_rules: anomalyRules.get('org'),
  };
}
