import { emailThrottle, sessionIdleMs, sessionMaxMs } from '@cofferdam/core';
import type pg from 'pg';

const endedSessions = 'DELETE FROM sessions WHERE last_seen_at < $1 OR created_at < $2';
const forgottenAttempts = 'DELETE FROM sign_in_attempts WHERE last_at < $1';
const pastLinks = 'DELETE FROM access_links WHERE expires_at < $1';

/** A link that expired is told apart from none at all for no reason: it is kept for a while for who looks into it. */
const linkRetentionMs = 90 * 86_400_000;

/** Deletes what ended by itself: sessions, counts of failed attempts, links. */
export async function prunePeople(pool: pg.Pool, nowMs: number): Promise<void> {
  await pool.query(endedSessions, [new Date(nowMs - sessionIdleMs), new Date(nowMs - sessionMaxMs)]);
  await pool.query(forgottenAttempts, [new Date(nowMs - emailThrottle.forgetMs)]);
  await pool.query(pastLinks, [new Date(nowMs - linkRetentionMs)]);
}
