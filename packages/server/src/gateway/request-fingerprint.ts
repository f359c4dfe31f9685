import { hash } from 'node:crypto';

/** Fields that say who asks, or under which name it is kept: two requests that differ in them alone ask for the same. */
const incidental = ['user', 'metadata', 'safety_identifier', 'prompt_cache_key', 'labels'];

function essential(bytes: Buffer | string, body: unknown): Buffer | string {
  if (typeof body !== 'object' || body === null || !incidental.some((name) => name in body)) return bytes;
  return JSON.stringify({ ...body, ...Object.fromEntries(incidental.map((name) => [name, undefined])) });
}

/**
 * The same 16 characters for the same request to the same endpoint and model. A program that repeats itself writes its
 * fields in the same order, so the bytes are compared as they came: that costs a hash, and no canonical form.
 */
export function requestFingerprint(endpoint: string, model: string, bytes: Buffer | string, body: unknown): string {
  const asked = hash('sha256', essential(bytes, body), 'hex');
  return hash('sha256', `${endpoint} ${model} ${asked}`, 'hex').slice(0, 16);
}
