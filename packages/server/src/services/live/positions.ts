import { createHmac } from 'node:crypto';
import type { Permission } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { sqlFile } from '../../store/sql-file.ts';

/** What is told of, in the order of an event's id. */
export const topics = ['spend', 'refusals', 'alerts', 'wallet', 'configuration'] as const;

export type Topic = (typeof topics)[number];

/** What somebody must be allowed to be told of it. */
export const neededForTopic: Readonly<Record<Topic, Permission>> = {
  spend: 'read',
  refusals: 'read',
  alerts: 'read',
  wallet: 'credits',
  configuration: 'read',
};

/**
 * Where an org stands, by topic: texts that differ where something changed, and say nothing else. The same on every node.
 */
export type Positions = Readonly<Record<Topic, string>>;

const positions = sqlFile('live/positions.sql');
const dayMs = 86_400_000;

interface PositionRow {
  org_id: string;
  seq: bigint;
  config_version: bigint;
  wallet: string;
  refusals: string | null;
  raised: string | null;
  changed: string | null;
}

/** Reads where orgs stand. Figures are hidden by `secret`: a position must not be one. */
export async function readPositions(
  db: Queryable,
  orgIds: readonly string[],
  secret: string,
  nowMs: number,
): Promise<ReadonlyMap<string, Positions>> {
  const since = new Date(nowMs - dayMs).toISOString().slice(0, 10);
  const { rows } = await db.query<PositionRow>({ ...positions, values: [orgIds, since] });
  return new Map(
    rows.map((row) => {
      const hidden = (text: string): string =>
        createHmac('sha256', secret).update(`live ${row.org_id} ${text}`).digest('base64url').slice(0, 16);
      const at: Positions = {
        spend: String(row.seq),
        refusals: hidden(`refusals ${row.refusals ?? '0'}`),
        alerts: hidden(`alerts ${row.raised ?? ''}, ${row.changed ?? ''}`),
        wallet: hidden(`wallet ${row.wallet}`),
        configuration: String(row.config_version),
      };
      return [row.org_id, at];
    }),
  );
}

/** An id of an event, by which a client that comes back says what it was told last. */
export function eventId(at: Positions): string {
  return topics.map((topic) => at[topic]).join('.');
}

/** Null for what is no id of ours: whoever shows it is told as if they came for the first time. */
export function readEventId(id: string): Positions | null {
  if (!/^\d{1,20}(\.[\w-]{16}){3}\.\d{1,20}$/.test(id)) return null;
  const parts = id.split('.');
  return Object.fromEntries(topics.map((topic, index) => [topic, parts[index]])) as Record<Topic, string>;
}
