import type { PolicyChange } from '@cofferdam/core';
import { deleteAgentRules, setAgentRules } from '../anomalies/set-rules.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { addAgent, addTeam, changeEntry } from '../registry/change-entry.ts';
import { namedIn } from './named-field.ts';
import type { Policy, PolicyAgent } from './policy.ts';

async function applyAgent(
  org: OrgTransaction,
  { id, name, team, policy, rules }: PolicyAgent,
  isNew: boolean,
): Promise<void> {
  if (isNew) await addAgent(org, id, { name, team, policy });
  else await changeEntry(org, 'agent', id, { name, team, policy });
  if (rules === null && !isNew) await deleteAgentRules(org, id);
  if (rules !== null && rules !== undefined) await setAgentRules(org, id, rules);
}

/** Registers and changes agents and teams. */
export async function applyRegistry(
  org: OrgTransaction,
  policy: Policy,
  changes: readonly PolicyChange[],
): Promise<void> {
  for (const { name: id, action } of changes.filter(({ kind }) => kind === 'teams')) {
    const index = policy.teams!.findIndex((team) => team.id === id);
    const { name } = policy.teams![index]!;
    await namedIn(`policy.teams.${index}`, () =>
      action === 'create' ? addTeam(org, id, name) : changeEntry(org, 'team', id, { name }),
    );
  }
  for (const { name: id, action } of changes.filter(({ kind }) => kind === 'agents')) {
    const index = policy.agents!.findIndex((agent) => agent.id === id);
    await namedIn(`policy.agents.${index}`, () => applyAgent(org, policy.agents![index]!, action === 'create'));
  }
}
