import { createBoundedBytes } from './bounded-bytes.ts';
import type { EventSink, Framing } from './framing.ts';

const [LF, CR, TAB, BLANK, QUOTE, BACKSLASH, COMMA] = [10, 13, 9, 32, 34, 92, 44];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93];

const BETWEEN: ReadonlySet<number> = new Set([LF, CR, TAB, BLANK, COMMA, OPEN_BRACKET, CLOSE_BRACKET]);

/** Where a text is no longer only text, or the chunk is over: most bytes of an answer are, and are passed over quickly. */
function endOfText(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length && chunk[at] !== QUOTE && chunk[at] !== BACKSLASH && chunk[at] !== LF) at += 1;
  return at;
}

/**
 * Takes JSON objects apart that follow each other: one a line, or as the elements of one array over many lines, which is
 * how Gemini streams unless it is asked for events. An object that begins in the first column ends one that was never
 * closed, so that a broken line loses itself and not all that follows it.
 */
export function createJsonValues(maxBytes: number, sink: EventSink): Framing {
  const held = createBoundedBytes(maxBytes);
  let [depth, inString, isEscaped, inGarbage, atLineStart] = [0, false, false, false, true];

  const open = (): void => {
    if (depth > 0) sink.malformed();
    [depth, inString, isEscaped, inGarbage] = [1, false, false, false];
    held.clear();
  };

  const close = (): void => {
    if (held.isOverflowing()) sink.oversized();
    else sink.event(held.joined().toString('utf8'));
    held.clear();
  };

  /** Takes a byte within an object; true where the object ends with it. */
  const takeInside = (byte: number): boolean => {
    if (isEscaped) isEscaped = false;
    else if (inString) [isEscaped, inString] = [byte === BACKSLASH, byte !== QUOTE];
    else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE) depth += 1;
    else if (byte === CLOSE_BRACE) depth -= 1;
    return depth === 0;
  };

  const takeBetween = (byte: number): void => {
    if (byte === LF) inGarbage = false;
    else if (!inGarbage && !BETWEEN.has(byte)) {
      inGarbage = true;
      sink.malformed();
    }
  };

  return {
    push(chunk) {
      let start = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        if (inString && !isEscaped && !atLineStart) at = endOfText(chunk, at);
        const byte = chunk[at] ?? 0;
        const begins = byte === OPEN_BRACE && (depth === 0 ? !inGarbage : atLineStart);
        atLineStart = byte === LF;
        if (begins) {
          open();
          start = at;
        } else if (depth === 0) takeBetween(byte);
        else if (takeInside(byte)) {
          held.add(chunk.subarray(start, at + 1));
          close();
        }
      }
      if (depth > 0) held.keep(chunk.subarray(start));
    },
    end() {
      if (depth > 0) close();
      depth = 0;
    },
  };
}
