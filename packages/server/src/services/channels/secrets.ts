import { randomBytes } from 'node:crypto';
import type { Vault } from '../vault.ts';
import type { ChannelSecrets, ChannelSettings } from './channel.ts';

/** Where secrets belong: they open nowhere else. */
export interface SecretsPlace {
  readonly orgId: string;
  readonly channelId: string;
  readonly settings: ChannelSettings;
}

/** Secrets do not open: they were sealed for another place or under another key, or were changed. */
export class SecretsUnreadable extends Error {
  constructor(channelId: string) {
    super(
      `the secrets of channel ${channelId} cannot be opened: they were sealed under another COFFERDAM_SECRET_KEY, ` +
        'or the row was changed; set them again',
    );
  }
}

/** The host that secrets are sent to. A signing secret is sent nowhere, and the secret of Slack is the address itself. */
export function secretHost(settings: ChannelSettings): string {
  if (settings.kind === 'pagerduty') return new URL(settings.url).origin;
  return settings.kind === 'email' ? settings.host : '-';
}

function placeText({ orgId, channelId, settings }: SecretsPlace): string {
  return `${orgId} ${channelId} ${settings.kind} ${secretHost(settings)} `;
}

/** Seals secrets together with their place: whoever may only write to the database cannot have them sent elsewhere. */
export function sealSecrets(vault: Vault, place: SecretsPlace, secrets: ChannelSecrets): Buffer {
  return vault.seal(placeText(place) + JSON.stringify(secrets));
}

/** Raises `SecretsUnreadable`. */
export function openSecrets(vault: Vault, place: SecretsPlace, sealed: Buffer): ChannelSecrets {
  const start = placeText(place);
  let text = '';
  try {
    text = vault.open(sealed);
  } catch {
    throw new SecretsUnreadable(place.channelId);
  }
  if (!text.startsWith(start)) throw new SecretsUnreadable(place.channelId);
  return JSON.parse(text.slice(start.length)) as ChannelSecrets;
}

/** A signing secret in the form of Standard Webhooks: 32 random bytes. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
