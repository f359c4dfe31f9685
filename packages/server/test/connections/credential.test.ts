import { describe, expect, it } from 'vitest';
import {
  credentialHint,
  CredentialUnreadable,
  isCredential,
  openCredential,
  sealCredential,
} from '../../src/services/connections/credential.ts';
import { createVault } from '../../src/services/vault.ts';

const vault = createVault('a-secret-key-of-at-least-32-characters');
const place = { orgId: 'org-a', connectionId: 'one', baseUrl: 'https://api.example.com/v1' };

describe('a sealed credential', () => {
  const sealed = sealCredential(vault, place, 'sk-secret with odd text');

  it('opens in its place, whatever the path of its host', () => {
    expect(openCredential(vault, place, sealed)).toBe('sk-secret with odd text');
    const deeper = { ...place, baseUrl: 'https://api.example.com/v2' };
    expect(openCredential(vault, deeper, sealed)).toBe('sk-secret with odd text');
  });

  it.each([
    ['another org', { ...place, orgId: 'org-b' }],
    ['another connection', { ...place, connectionId: 'two' }],
    ['another host', { ...place, baseUrl: 'https://evil.example.com/v1' }],
    ['another port', { ...place, baseUrl: 'https://api.example.com:8443/v1' }],
    ['plain text', { ...place, baseUrl: 'http://api.example.com/v1' }],
  ])('does not open for %s', (_name, other) => {
    expect(() => openCredential(vault, other, sealed)).toThrow(CredentialUnreadable);
  });

  it('does not open under another key, nor where a bit of it was changed', () => {
    const other = createVault('another-secret-key-of-32-characters!');
    expect(() => openCredential(other, place, sealed)).toThrow(CredentialUnreadable);
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => openCredential(vault, place, changed)).toThrow(CredentialUnreadable);
    expect(() => openCredential(vault, place, Buffer.alloc(3))).toThrow(CredentialUnreadable);
  });
});

it('a hint is four characters at most, and at most a quarter', () => {
  expect(['abc', 'abcd', 'abcdefgh', 'x'.repeat(60) + '1234'].map(credentialHint)).toEqual(['', 'd', 'gh', '1234']);
});

it.each(['', 'a b', 'a\nb', 'a\r\nX-Evil: 1', 'a\tb', 'schl\u00fcssel', 'a\u0000', 'x'.repeat(4_097)])(
  '%j is no credential',
  (text) => {
    expect(isCredential(text)).toBe(false);
  },
);
