import type { Call, Reply } from './test-node.ts';

/** The members of a JSON object, for tests that look at a few of them. */
export function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return value as Record<string, unknown>;
}

/** A member that is text. */
export function textOf(value: unknown, name: string): string {
  const member = membersOf(value)[name];
  if (typeof member !== 'string') throw new Error(`${name} is not text: ${JSON.stringify(value)}`);
  return member;
}

/** The rows of a page. */
export function rowsOf(reply: Reply): Record<string, unknown>[] {
  const { data } = membersOf(reply.json);
  if (!Array.isArray(data)) throw new Error(`not a page: ${reply.text}`);
  return data.map(membersOf);
}

/** Makes a key, and returns its secret with its id. */
export async function makeKey(call: Call, key: Record<string, unknown>): Promise<{ id: string; secret: string }> {
  const reply = await call('POST', '/v1/keys', { name: 'a key', ...key });
  if (reply.status !== 201) throw new Error(reply.text);
  return { id: textOf(reply.json, 'id'), secret: textOf(reply.json, 'secret') };
}

/** Makes an org, and returns the secret of its first admin key with its id. */
export async function makeOrg(call: Call, name: string): Promise<{ id: string; secret: string }> {
  const reply = await call('POST', '/v1/orgs', { name });
  if (reply.status !== 201) throw new Error(reply.text);
  return { id: textOf(reply.json, 'id'), secret: textOf(membersOf(reply.json).admin_key, 'secret') };
}
