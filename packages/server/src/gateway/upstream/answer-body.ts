/**
 * The bytes of an answer, read once, in order. What arrived before a failure is read before the failure is thrown, since
 * it was paid for: a stream of Node would drop it. A slow reader slows the sender down. Whoever stops reading early
 * destroys it, which `for await` does by itself.
 */
export interface AnswerBody extends AsyncIterable<Buffer> {
  destroy(): void;
}

/** Where the bytes come from, and how it is told to wait. */
export interface BodySource {
  pause(): void;
  resume(): void;
  /** Nobody reads on: what is left need not come. Not called once the body has ended or failed. */
  abandon(): void;
}

type Read = IteratorResult<Buffer, undefined>;

interface Waiter {
  readonly resolve: (read: Read) => void;
  readonly reject: (error: Error) => void;
}

const DONE: Read = { value: undefined, done: true };

/** As much is held for a slow reader before the source is paused; what is under way then still comes on top. */
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * A body and its writing end. Pieces that wait are read as one, so that a reader that lags catches up. After `end`,
 * `fail` or `destroy` nothing more is taken.
 */
export class BodyQueue implements AnswerBody {
  readonly #source: BodySource;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #waiter: Waiter | null = null;
  #failure: Error | null = null;
  #isPaused = false;
  #isOver = false;

  constructor(source: BodySource) {
    this.#source = source;
  }

  push(chunk: Buffer): void {
    if (this.#isOver || chunk.length === 0) return;
    const waiter = this.#waiter;
    if (waiter !== null) {
      this.#waiter = null;
      return waiter.resolve({ value: chunk, done: false });
    }
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes >= HIGH_WATER_BYTES && !this.#isPaused) {
      this.#isPaused = true;
      this.#source.pause();
    }
  }

  end(): void {
    this.#finish(null);
  }

  fail(error: Error): void {
    this.#finish(error);
  }

  destroy(): void {
    const isAbandoned = !this.#isOver;
    this.#finish(null);
    [this.#held, this.#heldBytes, this.#failure] = [[], 0, null];
    if (isAbandoned) this.#source.abandon();
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    const leave = (): Promise<Read> => {
      this.destroy();
      return Promise.resolve(DONE);
    };
    return { next: () => this.#next(), return: leave };
  }

  #next(): Promise<Read> {
    if (this.#heldBytes > 0) return Promise.resolve({ value: this.#take(), done: false });
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) return Promise.reject(failure);
    if (this.#isOver) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  #take(): Buffer {
    const [first] = this.#held;
    const isOne = this.#held.length === 1 && first !== undefined;
    const taken = isOne ? first : Buffer.concat(this.#held, this.#heldBytes);
    [this.#held, this.#heldBytes] = [[], 0];
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#source.resume();
    }
    return taken;
  }

  #finish(error: Error | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter === null) this.#failure = error;
    else if (error === null) waiter.resolve(DONE);
    else waiter.reject(error);
  }
}
