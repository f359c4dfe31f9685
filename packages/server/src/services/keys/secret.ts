import { createHash, hash, randomBytes } from 'node:crypto';
import type { KeyKind } from './principal.ts';

/** A new key: prefixed, so that it is known for what it is wherever it turns up; 192 random bits. */
export function newSecret(kind: KeyKind): string {
  return `cfd_${kind}_${randomBytes(24).toString('base64url')}`;
}

/** Keys are random and long, so one round of SHA-256 is enough: there is nothing to guess. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The same hash as text, for a table in memory: the fastest form that there is, since every call asks for it. */
export function secretName(secret: string): string {
  return hash('sha256', secret, 'base64');
}

/** What may be shown of a key: enough to tell keys apart, too little to use. */
export function shownPrefix(secret: string): string {
  return secret.slice(0, Math.min(16, Math.floor(secret.length / 3)));
}
