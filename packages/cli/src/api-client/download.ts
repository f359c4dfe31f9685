import http from 'node:http';
import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { CommandFailure } from '../exit.ts';
import type { ApiClientOptions } from './client.ts';
import { ConnectionFailure } from './connection-failure.ts';
import { expectSuccess } from './problem.ts';

/** The server is silent while a large answer is read from its database. */
const silenceMs = 180_000;

function open({ url, key }: ApiClientOptions, path: string): Promise<IncomingMessage> {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const request = get(url + path, { headers: { authorization: `Bearer ${key}` } }, resolve);
    request.setTimeout(silenceMs, () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    request.on('error', (error) => reject(new ConnectionFailure(url, error)));
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/**
 * Gets a file of any size, part by part. Throws a CommandFailure for an answer that is not 2xx, and for a file of which
 * the end is missing: what has arrived of it must not be taken for the whole.
 */
export async function download(
  options: ApiClientOptions,
  path: string,
  take: (part: string) => Promise<void>,
): Promise<void> {
  const incoming = await open(options, path);
  const status = incoming.statusCode ?? 0;
  if (status < 200 || status >= 300) {
    const body = parsed(await text(incoming));
    expectSuccess({ status, headers: incoming.headers, body, keyOrigin: options.keyOrigin });
  }
  try {
    for await (const part of incoming.setEncoding('utf8')) await take(String(part));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`the server broke the answer off, so the file is not whole: ${why}`);
  }
}
