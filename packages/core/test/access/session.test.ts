import { expect, test } from 'vitest';
import { decideSession } from '../../src/access/index.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const nowMs = Date.UTC(2026, 10, 23);

function session(createdAgoMs: number, seenAgoMs: number, issuedAgoMs: number) {
  return { createdMs: nowMs - createdAgoMs, lastSeenMs: nowMs - seenAgoMs, tokenIssuedMs: nowMs - issuedAgoMs };
}

test.each([
  ['just begun', session(0, 0, 0), false, 'current'],
  ['used for 59 minutes', session(59 * minute, 0, 59 * minute), false, 'current'],
  ['used for an hour', session(hour, 0, hour), false, 'rotate'],
  ['the token before, a minute after it was replaced', session(2 * hour, 0, minute), true, 'former'],
  ['the token before, later than that', session(2 * hour, 0, minute + 1), true, 'stolen'],
  ['not used for a week', session(8 * day, 7 * day, 7 * day), false, 'ended'],
  ['not used for a little less', session(8 * day, 7 * day - 1, 7 * day - 1), false, 'rotate'],
  ['30 days old, and in use', session(30 * day, 0, 0), false, 'ended'],
] as const)('%s', (_, state, isFormer, decision) => {
  expect(decideSession(state, isFormer, nowMs)).toBe(decision);
});
