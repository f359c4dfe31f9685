import { fail, invalidField } from '../../errors/problem.ts';
import type { Queryable } from '../../store/connection.ts';
import { type ChannelRow, type SealedChannel, sealedChannelOf } from './channel.ts';
import { statements } from './statements.ts';

/** A channel by its name or its id. Raises `not_found`. */
export async function requireChannel(db: Queryable, orgId: string, nameOrId: string): Promise<SealedChannel> {
  const { rows } = await db.query<ChannelRow>({ ...statements.findChannel, values: [orgId, nameOrId] });
  return rows[0] === undefined ? fail('not_found', `there is no channel ${nameOrId}`) : sealedChannelOf(rows[0]);
}

/** Channels of an org, newest first. */
export async function listChannels(
  db: Queryable,
  orgId: string,
  beforeId: string | null,
  limit: number,
): Promise<SealedChannel[]> {
  const { rows } = await db.query<ChannelRow>({ ...statements.listChannels, values: [orgId, beforeId, limit] });
  return rows.map(sealedChannelOf);
}

/** A budget that tells nobody must not look like one that does. Raises `invalid_request`, naming the first unknown. */
export async function requireChannels(db: Queryable, orgId: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { rows } = await db.query<{ name: string }>({ ...statements.namesOfChannels, values: [orgId, names] });
  const known = new Set(rows.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) invalidField('notify', `there is no channel ${unknown}`);
}
