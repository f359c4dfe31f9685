import { sessionMaxMs } from '@cofferdam/core';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The name of the cookie. Where the server is reached by https the browser holds us to what `__Host-` promises: only
 * this host set it, over a connection that nobody else reads (RFC 6265bis, section 4.1.3.2).
 */
function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-cofferdam' : 'cofferdam';
}

export interface CookieRules {
  /** People reach the server by https. */
  readonly isSecure: boolean;
}

/** The token of the session that a request shows, or null. */
export function sessionTokenOf(request: FastifyRequest, { isSecure }: CookieRules): string | null {
  const { cookie } = request.headers;
  if (cookie === undefined || cookie.length > 8_192) return null;
  return parseCookie(cookie)[cookieName(isSecure)] ?? null;
}

function setCookie(reply: FastifyReply, { isSecure }: CookieRules, value: string, maxAge: number): void {
  const text = stringifySetCookie({
    name: cookieName(isSecure),
    value,
    maxAge,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
  });
  reply.header('set-cookie', text);
}

/** Scripts cannot read it, and other sites' forms do not send it. */
export function keepSessionToken(reply: FastifyReply, rules: CookieRules, token: string): void {
  setCookie(reply, rules, token, Math.floor(sessionMaxMs / 1_000));
}

export function dropSessionToken(reply: FastifyReply, rules: CookieRules): void {
  setCookie(reply, rules, '', 0);
}
