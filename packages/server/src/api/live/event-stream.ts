import { Readable } from 'node:stream';
import type { Listener, News } from '../../services/live/live.ts';

/** Enough for some events: a client that does not read is told the newest of each topic when it does. */
const bufferedBytes = 4_096;

/** What a listener is told, as server-sent events (HTML Living Standard, section 9.2). */
export class EventStream extends Readable implements Listener {
  readonly #waiting = new Map<string, News>();
  #id = '';
  #isReady = false;
  #hasRoom = true;

  /** `retryMs`: how long a client waits before it comes back. */
  constructor(retryMs: number) {
    super({ highWaterMark: bufferedBytes });
    this.#say(`retry: ${retryMs}\n\n`);
  }

  ready(id: string): void {
    this.#id = id;
    this.#isReady = true;
    this.#flush();
  }

  tell(news: readonly News[], id: string): void {
    this.#id = id;
    for (const one of news) this.#waiting.set(one.topic, one);
    this.#flush();
  }

  beat(): void {
    if (this.#hasRoom) this.#say(':\n\n');
  }

  end(): void {
    this.push(null);
  }

  override _read(): void {
    this.#hasRoom = true;
    this.#flush();
  }

  #say(text: string): void {
    this.#hasRoom = this.push(text);
  }

  #flush(): void {
    if (!this.#hasRoom) return;
    const ready = this.#isReady ? [`id: ${this.#id}\nevent: ready\ndata: {}\n\n`] : [];
    const events = [...this.#waiting.values()].map(
      ({ topic, position }) => `id: ${this.#id}\ndata: ${JSON.stringify({ topic, position })}\n\n`,
    );
    this.#isReady = false;
    this.#waiting.clear();
    const text = [...ready, ...events].join('');
    if (text !== '') this.#say(text);
  }
}
