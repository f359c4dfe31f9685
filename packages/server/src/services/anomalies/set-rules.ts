import type { AnomalyRules } from '@cofferdam/core';
import { fail } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { findEntry } from '../registry/find-entries.ts';
import { ruleFacts } from './rule-facts.ts';
import { loadRules, noRules, type OwnRules, type RuleBook } from './rules.ts';
import { statements } from './statements.ts';

async function requireAgent({ tx, orgId }: OrgTransaction, agent: string): Promise<void> {
  if ((await findEntry(tx, orgId, 'agent', agent)) === null) fail('not_found', `there is no agent ${agent}`);
}

async function write({ tx, orgId, nowMs }: OrgTransaction, agent: string, rules: OwnRules): Promise<void> {
  const { enabled, factor, minCharges, minRuns, minAmountNanoUsd, loopRequests, loopWindowMs, pause } = rules;
  const seconds = loopWindowMs === null ? null : loopWindowMs / 1_000;
  const settings = [enabled, factor, minCharges, minRuns, minAmountNanoUsd, loopRequests, seconds, pause];
  await tx.query({ ...statements.setRules, values: [orgId, agent, ...settings, new Date(nowMs)] });
}

const orgRules = { kind: 'anomaly_rules', id: 'org', name: null };

/** Sets the rules of the org, whole: what is null has its default. */
export async function setOrgRules(org: OrgTransaction, rules: OwnRules): Promise<AnomalyRules> {
  const before = await loadRules(org.tx, org.orgId, []);
  await write(org, '', rules);
  const after = await loadRules(org.tx, org.orgId, []);
  const shown = { before: ruleFacts(before.org), after: ruleFacts(after.org) };
  await recordChange(org, { action: 'anomaly_rules.changed', target: orgRules, ...shown });
  return after.org;
}

/** What an agent itself says, before and after: in the audit log a rule that it gives up is null. */
async function recordOwn(org: OrgTransaction, agent: string, before: OwnRules, after: OwnRules): Promise<void> {
  const unset = Object.fromEntries(
    Object.keys({ ...ruleFacts(before), ...ruleFacts(after) }).map((name) => [name, null]),
  );
  const shown = { before: { ...unset, ...ruleFacts(before) }, after: { ...unset, ...ruleFacts(after) } };
  await recordChange(org, {
    action: 'anomaly_rules.changed',
    target: { kind: 'agent', id: agent, name: null },
    ...shown,
  });
}

/** Sets in what an agent differs from the org, whole. Raises `not_found`. */
export async function setAgentRules(org: OrgTransaction, agent: string, rules: OwnRules): Promise<RuleBook> {
  await requireAgent(org, agent);
  const before = await loadRules(org.tx, org.orgId, [agent]);
  await write(org, agent, rules);
  await recordOwn(org, agent, before.own.get(agent) ?? noRules, rules);
  return loadRules(org.tx, org.orgId, [agent]);
}

/** The agent is judged as the org says again. Raises `not_found` where there is no such agent. */
export async function deleteAgentRules(org: OrgTransaction, agent: string): Promise<void> {
  await requireAgent(org, agent);
  const before = await loadRules(org.tx, org.orgId, [agent]);
  await org.tx.query({ ...statements.deleteRules, values: [org.orgId, agent] });
  await recordOwn(org, agent, before.own.get(agent) ?? noRules, noRules);
}
