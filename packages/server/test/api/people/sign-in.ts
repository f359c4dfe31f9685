import type { Role } from '@cofferdam/core';
import type { LightMyRequestResponse } from 'fastify';
import type { Method, Reply, TestNode } from '../support/test-node.ts';

/** A browser, as far as it matters here: it keeps the cookie that it was given, and a page's token against forgery. */
export interface Browser {
  (method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** The cookie as the browser sends it back. */
  cookie(): string;
}

export const goodPassword = 'seven hungry otters';

function replyOf(answer: LightMyRequestResponse): Reply {
  const isJson = /application\/(problem\+)?json/.test(String(answer.headers['content-type']));
  const json: unknown = isJson && answer.payload !== '' ? JSON.parse(answer.payload) : null;
  return { status: answer.statusCode, headers: answer.headers, text: answer.payload, json };
}

/** A browser on the node; `start` is a cookie that it already has. */
export function openBrowser({ node }: TestNode, start = ''): Browser {
  let cookie = start;
  let csrf = '';
  const send: Browser = async (method, path, body, headers = {}) => {
    const answer = await node.app.inject({
      method,
      url: path,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(csrf === '' ? {} : { 'x-cofferdam-csrf': csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const set = answer.headers['set-cookie'];
    if (set !== undefined) cookie = String(set).split(';')[0]!;
    const reply = replyOf(answer);
    if (path === '/v1/session' && method === 'GET' && reply.status === 200)
      csrf = (reply.json as { csrf_token?: string }).csrf_token ?? '';
    return reply;
  };
  send.cookie = () => cookie;
  return send;
}

/** Invites somebody by the admin key, and gives the token of the link. */
export async function inviteAs(node: TestNode, email: string, role: Role): Promise<string> {
  const { status, json, text } = await node.call('POST', '/v1/invitations', { email, role });
  if (status !== 201) throw new Error(text);
  return new URL((json as { url: string }).url).hash.slice(1);
}

/** Somebody of that role, signed in. */
export async function signedInAs(node: TestNode, role: Role, email = `${role}@example.com`): Promise<Browser> {
  const token = await inviteAs(node, email, role);
  const browser = openBrowser(node);
  const body = { token, name: role, password: goodPassword };
  const { status, text } = await browser('POST', '/v1/invitations/accept', body);
  if (status !== 201) throw new Error(text);
  await browser('GET', '/v1/session');
  return browser;
}
