import { Agent, request as sendRequest } from 'node:http';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Request {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
  readonly key: string;
  /** The Idempotency-Key; null where the call's own name makes it once, or nothing does. */
  readonly idempotency: string | null;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly code: string | null;
  readonly seq: number | null;
  readonly isRepeat: boolean;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/**
 * Makes a call over a socket. Null where the connection broke before the answer was whole, and where the client
 * `vanishes`: it sends all of its request, and is gone.
 */
export function send(url: string, call: Request, vanishes: boolean): Promise<Reply | null> {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const headers = {
    authorization: `Bearer ${call.key}`,
    ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...(call.idempotency === null ? {} : { 'idempotency-key': call.idempotency }),
  };
  return new Promise((resolve) => {
    const request = sendRequest(url + call.path, { method: call.method, agent, headers });
    request.on('error', () => resolve(null));
    request.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => resolve(null));
      answer.on('aborted', () => resolve(null));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const fields = parsed(text);
        const seq = answer.headers['x-cofferdam-seq'];
        resolve({
          status: answer.statusCode ?? 0,
          text,
          body: fields,
          code: typeof fields['code'] === 'string' ? fields['code'] : null,
          seq: typeof seq === 'string' ? Number(seq) : null,
          isRepeat: answer.headers['idempotent-replayed'] === 'true',
        });
      });
    });
    request.end(body, () => {
      if (!vanishes) return;
      request.destroy();
      resolve(null);
    });
  });
}
