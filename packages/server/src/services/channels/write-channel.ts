import type { Transaction } from '../../store/connection.ts';
import type { SealedChannel } from './channel.ts';
import { statements } from './statements.ts';

function dateOrNull(timeMs: number | null): Date | null {
  return timeMs === null ? null : new Date(timeMs);
}

/** Returns false where the name is taken. */
export async function insertChannel(tx: Transaction, orgId: string, channel: SealedChannel): Promise<boolean> {
  const { id, name, settings, sealed, routes, rateLimitPerMinute, disabledMs, disabledReason } = channel;
  const content = [settings.kind, JSON.stringify(settings), sealed, JSON.stringify(routes), rateLimitPerMinute];
  const times = [new Date(channel.createdMs), new Date(channel.updatedMs)];
  const values = [orgId, id, name, ...content, dateOrNull(disabledMs), disabledReason, ...times];
  const { rowCount } = await tx.query({ ...statements.insertChannel, values });
  return rowCount === 1;
}

export async function updateChannel(
  tx: Transaction,
  orgId: string,
  channel: SealedChannel,
  isFresh: boolean,
): Promise<void> {
  const { id, settings, sealed, routes, rateLimitPerMinute, disabledMs, disabledReason, updatedMs } = channel;
  const content = [JSON.stringify(settings), sealed, JSON.stringify(routes), rateLimitPerMinute];
  const state = [dateOrNull(disabledMs), disabledReason, isFresh, new Date(updatedMs)];
  await tx.query({ ...statements.updateChannel, values: [orgId, id, ...content, ...state] });
}
