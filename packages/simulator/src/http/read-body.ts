import type { IncomingMessage } from 'node:http';
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { Refusal } from './refusal.ts';

/** The largest body that is read: above what any of the providers takes. */
const mostBytes = 64 * 1024 * 1024;

/** Reads the body as a JSON object; an empty one is `{}`. Raises Refusal: 413 where it is too large, 400 where it is not JSON. */
export async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > mostBytes) throw new Refusal(413, 'Request exceeds the maximum size');
  }
  const body = parse(Buffer.concat(pieces).toString());
  if (!isObject(body)) throw new Refusal(400, 'The body of the request must be a JSON object.');
  return body;
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'We could not parse the JSON body of your request.');
  }
}
