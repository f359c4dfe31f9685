import { fail, invalidField } from '../../errors/problem.ts';
import type { Facts } from '../audit/change.ts';
import { recordChange } from '../audit/record-change.ts';
import type { OrgTransaction } from '../org-transaction.ts';
import type { Channel, ChannelSecrets, ChannelSettings, Route, SealedChannel, SmtpSecurity } from './channel.ts';
import { channelFacts, channelTarget } from './channel-facts.ts';
import { type ChannelRules, requireSafeLogin, requireTargets } from './create-channel.ts';
import { requireChannel } from './find-channels.ts';
import { newSigningSecret, openSecrets, sealSecrets, secretHost } from './secrets.ts';
import { statements } from './statements.ts';
import { hostOf } from './target-address.ts';
import { updateChannel } from './write-channel.ts';

/** What of a channel's target may change, under the names of the wire; what does not belong to its kind is refused. */
export interface TargetChange {
  readonly url?: string | undefined;
  readonly routing_key?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly security?: SmtpSecurity | undefined;
  readonly user?: string | null | undefined;
  readonly password?: string | null | undefined;
  readonly from?: string | undefined;
  readonly to?: readonly string[] | undefined;
}

/** What is left out stays as it is. */
export interface ChannelChange {
  readonly target: TargetChange;
  readonly routes?: readonly Route[] | undefined;
  readonly rateLimitPerMinute?: number | undefined;
  readonly disabled?: boolean | undefined;
}

const membersOf: { readonly [kind in ChannelSettings['kind']]: readonly (keyof TargetChange)[] } = {
  webhook: ['url'],
  slack: ['url'],
  pagerduty: ['url', 'routing_key'],
  email: ['host', 'port', 'security', 'user', 'password', 'from', 'to'],
};

function requireOwnMembers(kind: ChannelSettings['kind'], target: TargetChange): void {
  for (const [member, value] of Object.entries(target)) {
    if (value !== undefined && !membersOf[kind].some((own) => own === member))
      invalidField(member, `does not belong to a channel of kind ${kind}`);
  }
}

function changedSettings(settings: ChannelSettings, target: TargetChange): ChannelSettings {
  if (settings.kind === 'slack') return target.url === undefined ? settings : { ...settings, host: hostOf(target.url) };
  if (settings.kind !== 'email') return { ...settings, url: target.url ?? settings.url };
  return {
    ...settings,
    host: target.host ?? settings.host,
    port: target.port ?? settings.port,
    security: target.security ?? settings.security,
    user: target.user === undefined ? settings.user : target.user,
    from: target.from ?? settings.from,
    to: target.to ?? settings.to,
  };
}

/** Secrets that are set anew, by the names under which they are kept; null takes one away. */
function givenSecrets(kind: ChannelSettings['kind'], target: TargetChange): Record<string, string | null | undefined> {
  if (kind === 'slack') return { url: target.url };
  if (kind === 'pagerduty') return { routing_key: target.routing_key };
  return kind === 'email' ? { password: target.password } : {};
}

/**
 * A secret is only ever sent to the host that it was given for: whoever may change a channel without knowing its secret
 * could otherwise have it sent to a host of their own.
 */
function changedSecrets(
  before: ChannelSettings,
  after: ChannelSettings,
  kept: ChannelSecrets,
  target: TargetChange,
): ChannelSecrets {
  const given = givenSecrets(after.kind, target);
  const isElsewhere = secretHost(before) !== secretHost(after);
  const lost = isElsewhere ? Object.keys(kept).find((name) => given[name] === undefined) : undefined;
  if (lost !== undefined) invalidField(lost, 'must be given with another host: the stored one is not sent there');
  const remaining = Object.entries(kept).filter(([name]) => given[name] === undefined);
  const added = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries([...remaining, ...added]);
}

/** That a secret is another now is told, never which. */
function replacedSecrets(kind: ChannelSettings['kind'], target: TargetChange): Facts {
  const given = Object.entries(givenSecrets(kind, target)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [`secret_${name}`, value === null ? 'removed' : 'replaced']));
}

function changedState(found: SealedChannel, disabled: boolean | undefined, nowMs: number): Partial<SealedChannel> {
  if (disabled === undefined || disabled === (found.disabledMs !== null)) return {};
  return disabled
    ? { disabledMs: nowMs, disabledReason: 'an admin disabled it' }
    : { disabledMs: null, disabledReason: null, failures: 0, failingSinceMs: null };
}

/** Changes a channel. Raises `not_found`, `invalid_request`. */
export async function changeChannel(
  org: OrgTransaction,
  { vault, targets }: ChannelRules,
  nameOrId: string,
  { target, routes, rateLimitPerMinute, disabled }: ChannelChange,
): Promise<Channel> {
  const { tx, orgId, nowMs } = org;
  const found = await requireChannel(tx, orgId, nameOrId);
  requireOwnMembers(found.settings.kind, target);
  const settings = changedSettings(found.settings, target);
  const kept = openSecrets(vault, { orgId, channelId: found.id, settings: found.settings }, found.sealed);
  const secrets = changedSecrets(found.settings, settings, kept, target);
  requireSafeLogin(settings, secrets);
  requireTargets(targets, settings, secrets);
  const state = changedState(found, disabled, nowMs);
  const after: SealedChannel = {
    ...found,
    settings,
    sealed: sealSecrets(vault, { orgId, channelId: found.id, settings }, secrets),
    routes: routes ?? found.routes,
    rateLimitPerMinute: rateLimitPerMinute ?? found.rateLimitPerMinute,
    ...state,
    updatedMs: nowMs,
  };
  await updateChannel(tx, orgId, after, state.failures === 0);
  const replaced = replacedSecrets(settings.kind, target);
  const shown = { before: channelFacts(found), after: { ...channelFacts(after), ...replaced } };
  await recordChange(org, { action: 'channel.changed', target: channelTarget(found), ...shown });
  return after;
}

/** For this long after a rotation both secrets sign, so that a receiver can change over in its own time. */
const rotationOverlapMs = 86_400_000;

/** Gives a webhook another secret; the one before it signs too for a day. Raises `not_found`, `invalid_request`. */
export async function rotateSecret(
  org: OrgTransaction,
  { vault }: ChannelRules,
  nameOrId: string,
): Promise<{ readonly channel: Channel; readonly signingSecret: string; readonly previousUntilMs: number }> {
  const { tx, orgId, nowMs } = org;
  const found = await requireChannel(tx, orgId, nameOrId);
  if (found.settings.kind !== 'webhook') invalidField('kind', 'only a webhook has a signing secret');
  const place = { orgId, channelId: found.id, settings: found.settings };
  const { signing = '' } = openSecrets(vault, place, found.sealed);
  const signingSecret = newSigningSecret();
  const previousUntilMs = nowMs + rotationOverlapMs;
  const secrets = { signing: signingSecret, previous: signing, previous_until: String(previousUntilMs) };
  const channel = { ...found, sealed: sealSecrets(vault, place, secrets), updatedMs: nowMs };
  await updateChannel(tx, orgId, channel, false);
  const shown = { before: null, after: { previous_secret_until: new Date(previousUntilMs).toISOString() } };
  await recordChange(org, { action: 'channel.secret_rotated', target: channelTarget(channel), ...shown });
  return { channel, signingSecret, previousUntilMs };
}

/** Ends a channel with what was sent to it. Raises `not_found`, and `channel_in_use` where a budget names it. */
export async function deleteChannel(org: OrgTransaction, nameOrId: string): Promise<void> {
  const { tx, orgId } = org;
  const channel = await requireChannel(tx, orgId, nameOrId);
  const { id, name } = channel;
  const { rows } = await tx.query<{ name: string }>({ ...statements.budgetsNaming, values: [orgId, name] });
  const budgets = rows.map((row) => row.name);
  if (budgets.length > 0)
    fail('channel_in_use', `channel ${name} is named by budget ${budgets.slice(0, 5).join(', ')}`, { budgets });
  await tx.query({ ...statements.deleteChannel, values: [orgId, id] });
  const shown = { before: channelFacts(channel), after: null };
  await recordChange(org, { action: 'channel.deleted', target: channelTarget(channel), ...shown });
}
