const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** A session that nobody uses ends after a week, and any session after 30 days. */
export const sessionIdleMs = 7 * dayMs;
export const sessionMaxMs = 30 * dayMs;

/** The token of a session in use is replaced each hour; the one before it stays good for requests that were under way. */
const tokenMaxAgeMs = 60 * minuteMs;
const formerTokenGraceMs = minuteMs;

/** What is stored of a session, as far as its validity depends on it. Times are epoch milliseconds. */
export interface SessionState {
  readonly createdMs: number;
  readonly lastSeenMs: number;
  readonly tokenIssuedMs: number;
}

export type SessionDecision = 'current' | 'rotate' | 'former' | 'ended' | 'stolen';

/**
 * What to make of a token: `former` is one that was just replaced, `stolen` one that was replaced longer ago, which
 * only a copy of it can be: the session is to end, since nobody can tell its two users apart.
 */
export function decideSession(session: SessionState, isFormerToken: boolean, nowMs: number): SessionDecision {
  const { createdMs, lastSeenMs, tokenIssuedMs } = session;
  if (nowMs - createdMs >= sessionMaxMs || nowMs - lastSeenMs >= sessionIdleMs) return 'ended';
  if (isFormerToken) return nowMs - tokenIssuedMs <= formerTokenGraceMs ? 'former' : 'stolen';
  return nowMs - tokenIssuedMs >= tokenMaxAgeMs ? 'rotate' : 'current';
}
