import { randomBytes } from 'node:crypto';
import { hashSecret } from '../keys/secret.ts';

/** What a token is for, which its beginning says, so that it is known for what it is wherever it turns up. */
export type TokenKind = 'session' | 'link';

const prefixes: Readonly<Record<TokenKind, string>> = { session: 'cfs', link: 'cfl' };

export interface NewToken {
  readonly text: string;
  readonly hash: Buffer;
}

/** 256 random bits, and the org that they are kept in: a token is looked up there and nowhere else. */
export function newToken(kind: TokenKind, orgId: string): NewToken {
  const text = `${prefixes[kind]}_${orgId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
  return { text, hash: hashSecret(text) };
}

const tokenForm = /^(cfs|cfl)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[\w-]{43}$/;

/** Where to look for a token, or null where it is none of this kind. */
export function readToken(kind: TokenKind, text: string): { readonly orgId: string; readonly hash: Buffer } | null {
  const parts = tokenForm.exec(text);
  if (parts === null || parts[1] !== prefixes[kind]) return null;
  return { orgId: parts.slice(2).join('-'), hash: hashSecret(text) };
}
