import { ChunkJudge, isUsageChunk } from './chunk-judge.ts';

/** Takes the chunk out of a chat stream that the gateway asked for and the client did not. */
export interface UsageChunkFilter {
  /** What may go on to the client now: views of the chunk where nothing had to wait. */
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** No more bytes come: what is still held, if it may go on. */
  end(): readonly Uint8Array[];
}

const [LF, CR, TAB, BLANK, OPEN_BRACKET, CLOSE_BRACKET] = [10, 13, 9, 32, 91, 93];
const DATA = Buffer.from('data:');

/** The chunk is below a kilobyte; whatever keeps its secret for so long is something else. */
const MAX_HELD_BYTES = 64 * 1024;

/** The data of one event, as the HTML standard puts them together. */
function dataOf(event: Buffer): string {
  const lines = event.toString('utf8').split(/\r\n|\n|\r/);
  return lines.flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length)] : [])).join('\n');
}

/**
 * Drops the server-sent event that has an empty list of `choices` and a usage; every other byte passes unchanged. An
 * event waits only until it is certain that it is another one, and never for longer than its end.
 */
export function createUsageChunkFilter(): UsageChunkFilter {
  return new Filter();
}

class Filter implements UsageChunkFilter {
  /** What came before this chunk of an event that is not yet decided. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #judge = new ChunkJudge();
  /** The event at hand is certain to pass. */
  #passes = false;
  /** How much of the line at hand was read, and whether it is one of `data` as far as it goes. */
  #column = 0;
  #isData = true;
  /** A line ended with the last byte of a chunk: a line feed that follows belongs to it, and goes the way it went. */
  #afterCr = false;
  #dropsLf = false;

  push(chunk: Uint8Array): readonly Uint8Array[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const out: Buffer[] = [];
    if (bytes.length === 0) return out;
    let at = this.#takeLineFeed(bytes);
    // What is neither sent nor held begins at `from`; the event at hand began at `start`, or before this chunk. Of a
    // line feed between two events the one that is over decides; within an event it is like any other byte.
    let start = this.#heldBytes === 0 ? at : 0;
    let from = this.#dropsLf ? at : 0;
    this.#dropsLf = false;
    const hasCr = bytes.includes(CR);
    while (at < bytes.length) {
      const passed = hasCr || at > start || this.#heldBytes > 0 ? null : endOfPlainEvent(bytes, at);
      if (passed !== null) {
        start = at = passed;
        continue;
      }
      const lineEnd = endOfLine(bytes, at);
      this.#readLine(bytes, at, lineEnd, out);
      if (lineEnd === bytes.length) break;
      at = this.#afterLineEnd(bytes, lineEnd);
      const isBlank = this.#column === 0;
      [this.#column, this.#isData] = [0, true];
      if (!isBlank) continue;
      if (this.#isDropped(bytes.subarray(start, at))) {
        if (start > from) out.push(bytes.subarray(from, start));
        from = at;
        this.#dropsLf = this.#afterCr;
      } else this.#release(out);
      start = at;
      this.#beginEvent();
    }
    this.#keep(bytes, from, start, out);
    return out;
  }

  end(): readonly Uint8Array[] {
    const out: Buffer[] = [];
    if (!this.#isDropped(Buffer.alloc(0))) this.#release(out);
    this.#beginEvent();
    return out;
  }

  /** Passes over the line feed after a carriage return that ended the chunk before; where the rest begins. */
  #takeLineFeed(bytes: Buffer): number {
    const follows = this.#afterCr && bytes[0] === LF;
    this.#afterCr = false;
    return follows ? 1 : 0;
  }

  #readLine(bytes: Buffer, from: number, to: number, out: Buffer[]): void {
    let at = from;
    while (at < to) {
      if (this.#passes || !this.#isData) break;
      const byte = bytes[at] ?? 0;
      if (this.#column < DATA.length) this.#isData = byte === DATA[this.#column];
      else if (this.#judge.take(byte)) {
        this.#passes = true;
        this.#release(out);
      }
      this.#column += 1;
      at += 1;
    }
    this.#column += to - at;
  }

  #afterLineEnd(bytes: Buffer, lineEnd: number): number {
    const next = lineEnd + 1;
    if (bytes[lineEnd] !== CR) return next;
    this.#afterCr = next === bytes.length;
    return bytes[next] === LF ? next + 1 : next;
  }

  /** The event is over, and it is the chunk; `rest` is what is not held of it. */
  #isDropped(rest: Buffer): boolean {
    return !this.#passes && isUsageChunk(dataOf(Buffer.concat([...this.#held, rest])));
  }

  #release(out: Buffer[]): void {
    out.push(...this.#held);
    [this.#held, this.#heldBytes] = [[], 0];
  }

  #beginEvent(): void {
    [this.#held, this.#heldBytes, this.#passes] = [[], 0, false];
    this.#judge = new ChunkJudge();
  }

  /** The chunk is read: what is decided goes on, and the rest waits, as far as anything may. */
  #keep(bytes: Buffer, from: number, start: number, out: Buffer[]): void {
    this.#heldBytes += bytes.length - start;
    if (!this.#passes && this.#heldBytes > MAX_HELD_BYTES) {
      this.#passes = true;
      this.#release(out);
    }
    const sendable = bytes.subarray(from, this.#passes ? bytes.length : start);
    if (sendable.length > 0) out.push(sendable);
    if (!this.#passes && start < bytes.length) this.#held.push(Buffer.from(bytes.subarray(start)));
  }
}

/**
 * Where the event ends that begins at `from`, if it is all there, a single line, and certain to pass: the chunk that
 * carries the usage has an empty list, which JSON can write in one way only. So nearly all events are passed over without
 * a look at each byte. Null where a closer look is needed.
 */
function endOfPlainEvent(bytes: Buffer, from: number): number | null {
  const lineEnd = bytes.indexOf(LF, from);
  const isWhole = lineEnd > from && bytes[lineEnd + 1] === LF;
  return isWhole && !hasEmptyList(bytes, from, lineEnd) ? lineEnd + 2 : null;
}

function hasEmptyList(bytes: Buffer, from: number, to: number): boolean {
  let close = bytes.indexOf(CLOSE_BRACKET, from);
  while (close !== -1 && close < to) {
    let before = close - 1;
    while (bytes[before] === BLANK || bytes[before] === TAB) before -= 1;
    if (bytes[before] === OPEN_BRACKET) return true;
    close = bytes.indexOf(CLOSE_BRACKET, close + 1);
  }
  return false;
}

/** Where the line ends that begins at `from`: at its LF or CR, or at the end of the chunk. */
function endOfLine(bytes: Buffer, from: number): number {
  const lf = bytes.indexOf(LF, from);
  const to = lf === -1 ? bytes.length : lf;
  const cr = bytes.subarray(from, to).indexOf(CR);
  return cr === -1 ? to : from + cr;
}
