import type { Vault } from '../vault.ts';

/** Where a credential belongs: it opens nowhere else. */
export interface CredentialPlace {
  readonly orgId: string;
  readonly connectionId: string;
  readonly baseUrl: string;
}

/** A credential does not open: it was sealed for another place or under another key, or it was changed. */
export class CredentialUnreadable extends Error {
  constructor(connectionId: string) {
    super(
      `the credential of connection ${connectionId} cannot be opened: it was sealed under another ` +
        'COFFERDAM_SECRET_KEY, or its row was changed; set the credential again',
    );
  }
}

function placeText({ orgId, connectionId, baseUrl }: CredentialPlace): string {
  return [orgId, connectionId, new URL(baseUrl).origin].join(' ');
}

/**
 * Seals a credential together with its place, so that whoever may write to the database, and has not the secret key,
 * can neither use it in another org nor have it sent to another host.
 */
export function sealCredential(vault: Vault, place: CredentialPlace, credential: string): Buffer {
  return vault.seal(`${placeText(place)} ${credential}`);
}

/** Raises `CredentialUnreadable`. */
export function openCredential(vault: Vault, place: CredentialPlace, sealed: Buffer): string {
  const start = `${placeText(place)} `;
  let text = '';
  try {
    text = vault.open(sealed);
  } catch {
    throw new CredentialUnreadable(place.connectionId);
  }
  if (!text.startsWith(start)) throw new CredentialUnreadable(place.connectionId);
  return text.slice(start.length);
}

/** Enough of a credential to tell it from another: four characters at most, and never more than a quarter of it. */
export function credentialHint(credential: string): string {
  const shown = Math.min(4, Math.floor(credential.length / 4));
  return shown === 0 ? '' : credential.slice(-shown);
}

const credentialForm = /^[\x21-\x7e]{1,4096}$/;

/** A credential goes into a header: a blank or a line break in it would write another one. */
export function isCredential(text: string): boolean {
  return credentialForm.test(text);
}
