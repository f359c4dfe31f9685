import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** An answer, with the times of its first byte of body and of its last, from when the request was written. */
export interface ChatAnswer {
  readonly status: number;
  /** The body, one character for each byte; of a chunked one with the sizes of its chunks. */
  readonly body: string;
  readonly firstByteMs: number;
  readonly wholeMs: number;
}

interface Waiting {
  readonly sentMs: number;
  readonly resolve: (answer: ChatAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Where the body begins, and where it ends: known with the head, or found on the way through its chunks. */
interface Head {
  readonly status: number;
  readonly bodyAt: number;
  readonly length: number | null;
}

function readHead(buffer: string): Head | null {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(buffer.slice(0, end))?.[1];
  return { status: Number(buffer.slice(9, 12)), bodyAt: end + 4, length: length === undefined ? null : Number(length) };
}

/**
 * One keep-alive connection with one call on the way at a time: raw sockets, since a full client would take more of the
 * processor than what is measured. It reads just the HTTP of our own server and simulator: bodies with a length, or in
 * chunks without trailers.
 */
export class ChatConnection {
  readonly #socket: Socket;
  readonly #request: string;
  #buffer = '';
  #head: Head | null = null;
  #chunkAt = 0;
  #firstByteMs = 0;
  #waiting: Waiting | null = null;

  private constructor(socket: Socket, request: string) {
    this.#socket = socket;
    this.#request = request;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#break(error));
    socket.on('close', () => this.#break(new Error('the server closed the connection')));
  }

  /** All calls of a connection are the same, so that each costs one write of bytes that stand ready. */
  static open(port: number, path: string, key: string, body: string): Promise<ChatConnection> {
    const request =
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new ChatConnection(socket, request)));
      socket.once('error', reject);
    });
  }

  #take(text: string): void {
    this.#buffer += text;
    if (this.#head === null) {
      this.#head = readHead(this.#buffer);
      this.#chunkAt = this.#head?.bodyAt ?? 0;
    }
    const head = this.#head;
    if (head === null) return;
    if (this.#firstByteMs === 0 && this.#buffer.length > head.bodyAt) this.#firstByteMs = performance.now();
    const end = head.length === null ? this.#endOfChunks() : head.bodyAt + head.length;
    if (end !== null && this.#buffer.length >= end) this.#finish(head, end);
  }

  #endOfChunks(): number | null {
    for (;;) {
      const sizeEnd = this.#buffer.indexOf('\r\n', this.#chunkAt);
      if (sizeEnd < 0) return null;
      const size = Number.parseInt(this.#buffer.slice(this.#chunkAt, sizeEnd), 16);
      const next = sizeEnd + 2 + size + 2;
      if (size === 0) return next;
      if (this.#buffer.length < next) return null;
      this.#chunkAt = next;
    }
  }

  #finish({ status, bodyAt }: Head, end: number): void {
    const wholeMs = performance.now();
    const body = this.#buffer.slice(bodyAt, end);
    const firstByteMs = this.#firstByteMs === 0 ? wholeMs : this.#firstByteMs;
    const waiting = this.#waiting;
    this.#buffer = this.#buffer.slice(end);
    this.#head = null;
    this.#firstByteMs = 0;
    this.#waiting = null;
    if (waiting === null) return;
    const { sentMs, resolve } = waiting;
    resolve({ status, body, firstByteMs: firstByteMs - sentMs, wholeMs: wholeMs - sentMs });
  }

  #break(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }

  /** Raises if the connection breaks before the answer is whole. */
  call(): Promise<ChatAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the connection is closed'));
      this.#waiting = { sentMs: performance.now(), resolve, reject };
      this.#socket.write(this.#request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
