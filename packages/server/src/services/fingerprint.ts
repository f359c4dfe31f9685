import { hash } from 'node:crypto';

/** A value as text in which order of keys and absent members make no difference. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  let text = '{';
  for (const key of Object.keys(value).toSorted()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += `${JSON.stringify(key)}:${stable(member)},`;
  }
  return `${text}}`;
}

/** Tells two requests apart by what they mean, not by how they were written: amounts are compared as amounts. */
export function fingerprint(...parts: unknown[]): string {
  return hash('sha256', stable(parts), 'base64url');
}
