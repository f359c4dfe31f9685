import type { FieldValue } from './header-names.ts';

/** A shorter one is no secret, such as `ollama` for a server that wants none, and would be found in any text. */
const LEAST_SECRET_LENGTH = 8;

const HIDDEN = '[hidden]';

function isSecret(credential: string | null): credential is string {
  return credential !== null && credential.length >= LEAST_SECRET_LENGTH;
}

/** Whether a header of an answer gives the connection's key away. */
export function tellsCredential(value: FieldValue, credential: string | null): boolean {
  return isSecret(credential) && [value ?? []].flat().some((text) => text.includes(credential));
}

/** An error as the provider wrote it, but for the connection's key, which some servers repeat when they refuse it. */
export function hideCredential(body: Buffer, credential: string | null): Buffer {
  if (!isSecret(credential) || !body.includes(credential)) return body;
  return Buffer.from(body.toString('latin1').replaceAll(credential, HIDDEN), 'latin1');
}
