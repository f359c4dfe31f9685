import { Agent, type ClientRequest, type IncomingMessage, request as sendRequest } from 'node:http';

/** When a caller hangs up: never, once its request is sent, at the head of the answer, or after so many bytes of it. */
export type Leaving = 'never' | 'sent' | 'head' | number;

/** What a caller saw of its call. */
export interface RawAnswer {
  /** Null where it left before the head came, or the connection broke. */
  readonly status: number | null;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly ended: 'whole' | 'left' | 'broken';
}

export interface RawCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly leaving?: Leaving;
}

async function readAnswer(request: ClientRequest, answer: IncomingMessage, leaving: Leaving): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const seen = (ended: RawAnswer['ended']): RawAnswer => {
    const { statusCode: status = null, headers } = answer;
    return { status, headers, body: Buffer.concat(chunks), ended };
  };
  if (leaving === 'head') {
    request.destroy();
    return seen('left');
  }
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (typeof leaving === 'number' && bytes >= leaving) {
        request.destroy();
        return seen('left');
      }
    }
    return seen('whole');
  } catch {
    return seen('broken');
  }
}

/** Makes calls over connections that are kept, as an official client does, and hangs up where it is told to. */
export class RawCaller {
  readonly #agent = new Agent({ keepAlive: true });

  call({ url, headers, body, leaving = 'never' }: RawCall): Promise<RawAnswer> {
    return new Promise((resolve) => {
      const request = sendRequest(url, {
        method: 'POST',
        agent: this.#agent,
        headers: { 'content-type': 'application/json', ...headers, 'content-length': String(Buffer.byteLength(body)) },
      });
      const nothing = { status: null, headers: {}, body: Buffer.alloc(0) };
      // Where an answer has begun, reading it says how it ended.
      request.on('error', () => resolve({ ...nothing, ended: leaving === 'sent' ? 'left' : 'broken' }));
      request.on('response', (answer) => {
        answer.on('error', () => undefined);
        resolve(readAnswer(request, answer, leaving));
      });
      request.end(body, () => {
        if (leaving === 'sent') request.destroy(new Error('left'));
      });
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
