import { fail, invalidField } from '../../errors/problem.ts';
import { recordChange } from '../audit/record-change.ts';
import { newId } from '../ids.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { TargetGuard } from '../outbound/target-guard.ts';
import type { Vault } from '../vault.ts';
import type { Channel, ChannelSecrets, ChannelSettings, Route } from './channel.ts';
import { channelFacts, channelTarget } from './channel-facts.ts';
import { newSigningSecret, sealSecrets } from './secrets.ts';
import { requireReachable, requireReachableHost } from './target-address.ts';
import { insertChannel } from './write-channel.ts';

/** What channels are made and checked with. */
export interface ChannelRules {
  readonly vault: Vault;
  readonly targets: TargetGuard;
}

export interface NewChannel {
  readonly name: string;
  readonly settings: ChannelSettings;
  /** Of a webhook: none, since its secret is made here. */
  readonly secrets: ChannelSecrets;
  readonly routes: readonly Route[];
  readonly rateLimitPerMinute: number;
}

export interface CreatedChannel {
  readonly channel: Channel;
  /** Of a webhook, to be shown this once; null for other kinds. */
  readonly signingSecret: string | null;
}

/** Raises `invalid_request` for what may not be called. */
export function requireTargets(targets: TargetGuard, settings: ChannelSettings, secrets: ChannelSecrets): void {
  if (settings.kind === 'email') requireReachableHost(targets, settings.host);
  else requireReachable(targets, 'url', settings.kind === 'slack' ? (secrets['url'] ?? '') : settings.url);
}

/** A password is not sent in the clear, and one without a user, or the other way round, logs nobody in. */
export function requireSafeLogin(settings: ChannelSettings, secrets: ChannelSecrets): void {
  if (settings.kind !== 'email') return;
  const hasPassword = secrets['password'] !== undefined;
  if (hasPassword !== (settings.user !== null)) invalidField('password', 'goes together with user');
  if (hasPassword && settings.security === 'none')
    invalidField('security', 'must be "tls" or "starttls" where there is a password');
}

/** Makes a channel, with what is secret sealed. Raises `name_taken`, `invalid_request`. */
export async function createChannel(
  org: OrgTransaction,
  { vault, targets }: ChannelRules,
  { name, settings, secrets: given, routes, rateLimitPerMinute }: NewChannel,
): Promise<CreatedChannel> {
  const { tx, orgId, nowMs } = org;
  requireSafeLogin(settings, given);
  requireTargets(targets, settings, given);
  const signingSecret = settings.kind === 'webhook' ? newSigningSecret() : null;
  const secrets = signingSecret === null ? given : { signing: signingSecret };
  const id = newId(nowMs);
  const channel = {
    id,
    name,
    settings,
    sealed: sealSecrets(vault, { orgId, channelId: id, settings }, secrets),
    routes,
    rateLimitPerMinute,
    failures: 0,
    failingSinceMs: null,
    disabledMs: null,
    disabledReason: null,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  if (!(await insertChannel(tx, orgId, channel))) fail('name_taken', `channel ${name} exists`, { field: 'name' });
  const shown = { before: null, after: channelFacts(channel) };
  await recordChange(org, { action: 'channel.created', target: channelTarget(channel), ...shown });
  return { channel, signingSecret };
}
