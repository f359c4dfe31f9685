import type { PolicyChange } from '@cofferdam/core';
import { invalidField } from '../../errors/problem.ts';
import { changeChannel, deleteChannel } from '../channels/change-channel.ts';
import { type ChannelRules, createChannel } from '../channels/create-channel.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import { changedSecrets } from './desired.ts';
import { namedIn } from './named-field.ts';
import type { Policy, PolicyChannel } from './policy.ts';
import type { Present } from './present.ts';

/** Signing secrets of webhooks that were made, by name: they are shown this once. */
export type MadeSecrets = Record<string, string>;

/** What a channel of each kind cannot be made without, and is never shown again. */
const neededSecret = { webhook: null, slack: 'url', pagerduty: 'routing_key', email: null } as const;

async function make(org: OrgTransaction, rules: ChannelRules, channel: PolicyChannel): Promise<MadeSecrets> {
  const needed = neededSecret[channel.kind];
  if (needed !== null && channel.secrets[needed] === undefined)
    invalidField(needed, 'is required where the channel is not there yet');
  const { name, signingSecret } = {
    ...(await createChannel(org, rules, channel.made)),
    name: channel.name,
  };
  if (channel.disabled) await changeChannel(org, rules, name, { target: {}, disabled: true });
  return signingSecret === null ? {} : { [name]: signingSecret };
}

async function change(
  org: OrgTransaction,
  rules: ChannelRules,
  channel: PolicyChannel,
  present: Present,
): Promise<void> {
  const kept = present.channels.get(channel.name);
  if (kept !== undefined && kept.settings.kind !== channel.kind)
    invalidField('kind', `is ${kept.settings.kind}, which never changes: give the other one another name`);
  const { routes, rateLimitPerMinute } = channel.made;
  const target = { ...channel.target, ...changedSecrets(rules.vault, org.orgId, channel, kept) };
  await changeChannel(org, rules, channel.name, { target, routes, rateLimitPerMinute, disabled: channel.disabled });
}

/** Makes and changes channels; before the budgets, which name them. */
export async function applyChannels(
  org: OrgTransaction,
  rules: ChannelRules,
  policy: Policy,
  present: Present,
  changes: readonly PolicyChange[],
): Promise<MadeSecrets> {
  const made: MadeSecrets = {};
  for (const { name, action } of changes.filter(({ kind, after }) => kind === 'channels' && after !== null)) {
    const index = policy.channels!.findIndex((channel) => channel.name === name);
    const channel = policy.channels![index]!;
    await namedIn(`policy.channels.${index}`, async () => {
      if (action === 'create') Object.assign(made, await make(org, rules, channel));
      else await change(org, rules, channel, present);
    });
  }
  return made;
}

/** Ends channels; after the budgets, which no longer name them. */
export async function endChannels(org: OrgTransaction, changes: readonly PolicyChange[]): Promise<void> {
  for (const { name } of changes.filter(({ kind, after }) => kind === 'channels' && after === null))
    await namedIn('policy.channels', () => deleteChannel(org, name));
}
