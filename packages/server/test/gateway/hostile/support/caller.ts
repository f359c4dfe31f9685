import { type Agent, type IncomingMessage, request as sendRequest } from 'node:http';

/** What a test asks, as raw as HTTP allows: the path is sent as it is written. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A text or bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly agent?: Agent;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: Record<string, unknown>;
  /** The answer came to its end: it did not break off. */
  readonly isWhole: boolean;
}

/** A call that is under way, in the hands of its caller. */
export interface Asking {
  /** The head of the answer; nothing of its body is read before it is asked for. */
  readonly head: Promise<IncomingMessage>;
  readonly leave: () => void;
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Begins a call on a connection of its own. */
export function begin(url: string, path: string, question: Question = {}): Asking {
  const { method = 'POST', headers = {}, body, agent } = question;
  const bytes = body === undefined ? null : bytesOf(body);
  const { hostname, port } = new URL(url);
  const isChunked = headers['transfer-encoding'] !== undefined;
  const length = bytes === null || isChunked ? {} : { 'content-length': String(bytes.length) };
  const type = bytes === null ? {} : { 'content-type': 'application/json' };
  const request = sendRequest({
    hostname,
    port,
    path,
    method,
    agent: agent ?? false,
    headers: { ...length, ...type, ...headers },
  });
  const head = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  });
  head.catch(() => undefined);
  request.end(bytes ?? undefined);
  return { head, leave: () => void request.destroy() };
}

export async function readWhole(answer: IncomingMessage): Promise<Answered> {
  const chunks: Buffer[] = [];
  let isWhole = true;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    isWhole = false;
  }
  const text = Buffer.concat(chunks).toString('utf8');
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    json = {};
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, text, json, isWhole };
}

export async function ask(url: string, path: string, question: Question = {}): Promise<Answered> {
  return readWhole(await begin(url, path, question).head);
}

/** Reads until the text has come, and leaves the rest. */
export async function readUntil(answer: IncomingMessage, text: string): Promise<string> {
  let read = '';
  while (!read.includes(text)) {
    const chunk = answer.read() as Buffer | null;
    if (chunk !== null) {
      read += chunk.toString('utf8');
      continue;
    }
    if (answer.readableEnded || answer.destroyed) throw new Error(`it ended without ${text}: ${read}`);
    await new Promise<void>((resolve) => {
      const go = (): void => {
        for (const name of ['readable', 'end', 'close', 'error']) answer.off(name, go);
        resolve();
      };
      for (const name of ['readable', 'end', 'close', 'error']) answer.on(name, go);
    });
  }
  return read;
}
