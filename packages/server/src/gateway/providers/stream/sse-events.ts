import { createBoundedBytes } from './bounded-bytes.ts';
import type { EventSink, Framing } from './framing.ts';

const [LF, CR, COLON, BLANK] = [10, 13, 58, 32];
const DATA = Buffer.from('data');

/**
 * Takes server-sent events apart, as the HTML standard has them: lines end with CR, LF or both, `data` may stand
 * several times in an event, a colon begins a comment, other fields are passed over. What is held is at most one event
 * of `maxBytes`: a longer one is reported and skipped to its end.
 */
export function createSseEvents(maxBytes: number, sink: EventSink): Framing {
  const line = createBoundedBytes(maxBytes);
  let data: string[] = [];
  let dataBytes = 0;
  let isOversized = false;
  let endedWithCr = false;

  const dispatch = (): void => {
    if (isOversized) sink.oversized();
    else if (data.length > 0) sink.event(data.join('\n'));
    [data, dataBytes, isOversized] = [[], 0, false];
  };

  const endLine = (): void => {
    if (line.isOverflowing()) isOversized = true;
    else if (line.isEmpty()) return dispatch();
    else {
      const value = dataOf(line.joined());
      dataBytes += value?.length ?? 0;
      if (dataBytes > maxBytes) [data, isOversized] = [[], true];
      if (value !== null && !isOversized) data.push(value.toString('utf8'));
    }
    line.clear();
  };

  return {
    push(chunk) {
      let start = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at];
        const isEnd = byte === LF || byte === CR;
        if (isEnd && !(byte === LF && endedWithCr && at === start)) {
          line.add(chunk.subarray(start, at));
          endLine();
        }
        if (isEnd) start = at + 1;
        endedWithCr = byte === CR;
      }
      line.keep(chunk.subarray(start));
    },
    end() {
      endLine();
      dispatch();
    },
  };
}

/** The value of a `data` line; null for any other line. */
function dataOf(line: Buffer): Buffer | null {
  if (!line.subarray(0, DATA.length).equals(DATA)) return null;
  if (line.length === DATA.length) return line.subarray(DATA.length);
  if (line[DATA.length] !== COLON) return null;
  const from = DATA.length + (line[DATA.length + 1] === BLANK ? 2 : 1);
  return line.subarray(from);
}
