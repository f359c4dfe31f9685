import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

interface HttpReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export type Exchange = (request: HttpRequest) => Promise<HttpReply>;

/**
 * One request and its answer, over connections that are kept. Rejects where no whole answer came, with a `code` of
 * ETIMEDOUT where none came in time. Node's own client rather than fetch: a replay shares its machine with the server
 * it calls, and fetch takes more than twice the processor time a call.
 */
export function createExchange(baseUrl: string, timeoutMs: number): Exchange {
  const { request, Agent } = baseUrl.startsWith('https:') ? https : http;
  const agent = new Agent({ keepAlive: true });
  return ({ method, url, headers, body }) =>
    new Promise((resolve, reject) => {
      // As bytes: text would be sent in one piece with the headers, which then went as UTF-8 and not as they are.
      const bytes = body === undefined ? undefined : Buffer.from(body);
      const length = bytes === undefined ? {} : { 'content-length': bytes.length };
      const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (incoming) => {
        const reply = { status: incoming.statusCode ?? 0, headers: incoming.headers };
        text(incoming).then((content) => {
          // The server has said all that it has to say of a body that it did not read to its end: nor is it sent on.
          if (!outgoing.writableFinished) outgoing.destroy();
          resolve({ ...reply, text: content });
        }, reject);
      });
      outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new TimedOut()));
      outgoing.on('error', reject);
      outgoing.end(bytes);
    });
}

class TimedOut extends Error {
  readonly code = 'ETIMEDOUT';
}
