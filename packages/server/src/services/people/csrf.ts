import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Tokens that a page of ours can read and another site cannot: they tell who sent a request that carries our cookie. */
export interface Csrf {
  tokenOf(sessionId: string): string;
  isTokenOf(sessionId: string, presented: string): boolean;
}

/** One for each session, from the installation's secret key: there is nothing to store, and every node knows it. */
export function createCsrf(secretKey: string): Csrf {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'cofferdam csrf', 32));
  const tokenOf = (sessionId: string): string => createHmac('sha256', key).update(sessionId).digest('base64url');
  return {
    tokenOf,
    isTokenOf(sessionId, presented) {
      const [expected, given] = [Buffer.from(tokenOf(sessionId)), Buffer.from(presented)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
