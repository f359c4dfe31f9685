import { createBoundedBytes } from './bounded-bytes.ts';
import type { EventSink, Framing } from './framing.ts';

const [LF, CR, COLON, BLANK] = [10, 13, 58, 32];
const [D, A, T] = [100, 97, 116];

/**
 * Takes server-sent events apart, as the HTML standard has them: lines end with CR, LF or both, `data` may stand
 * several times in an event, a colon begins a comment, other fields are passed over. What is held is at most one event
 * of `maxBytes`: a longer one is reported and skipped to its end.
 */
export function createSseEvents(maxBytes: number, sink: EventSink): Framing {
  const line = createBoundedBytes(maxBytes);
  let data: string[] = [];
  let [dataBytes, isOversized, endedWithCr] = [0, false, false];

  const dispatch = (): void => {
    if (isOversized) sink.oversized();
    else if (data.length > 0) sink.event(data.length === 1 ? (data[0] ?? '') : data.join('\n'));
    [data, dataBytes, isOversized] = [[], 0, false];
  };

  const takeLine = (bytes: Buffer, from: number, to: number): void => {
    if (from === to) return dispatch();
    const value = valueOfData(bytes, from, to);
    if (to - from > maxBytes) isOversized = true;
    else if (value !== null) {
      dataBytes += to - value;
      if (dataBytes > maxBytes) [data, isOversized] = [[], true];
      if (!isOversized) data.push(bytes.toString('utf8', value, to));
    }
  };

  /** The end of a line that began in an earlier chunk. */
  const endHeldLine = (): void => {
    if (line.isOverflowing()) isOversized = true;
    else {
      const held = line.joined();
      takeLine(held, 0, held.length);
    }
    line.clear();
  };

  return {
    push(chunk) {
      // The LF of a CR LF ends no line of its own, also where the chunk ends between the two.
      let start = endedWithCr && chunk[0] === LF ? 1 : 0;
      if (chunk.length > 0) endedWithCr = chunk.at(-1) === CR;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      // Searched for natively, which is far faster than a loop; most streams have no CR at all.
      let [lf, cr] = [chunk.indexOf(LF, start), chunk.indexOf(CR, start)];
      while (lf !== -1 || cr !== -1) {
        const endsWithCr = cr !== -1 && (lf === -1 || cr < lf);
        const at = endsWithCr ? cr : lf;
        if (line.isEmpty()) takeLine(bytes, start, at);
        else {
          line.add(bytes.subarray(start, at));
          endHeldLine();
        }
        start = endsWithCr && chunk[at + 1] === LF ? at + 2 : at + 1;
        if (lf !== -1 && lf < start) lf = chunk.indexOf(LF, start);
        if (cr !== -1 && cr < start) cr = chunk.indexOf(CR, start);
      }
      line.keep(chunk.subarray(start));
    },
    end() {
      endHeldLine();
      dispatch();
    },
  };
}

/** Where the value of a `data` line begins; null for any other line. */
function valueOfData(bytes: Buffer, from: number, to: number): number | null {
  const colon = from + 'data'.length;
  const isData =
    colon <= to && bytes[from] === D && bytes[from + 1] === A && bytes[from + 2] === T && bytes[from + 3] === A;
  if (!isData) return null;
  if (colon === to) return to;
  if (bytes[colon] !== COLON) return null;
  return colon + 1 < to && bytes[colon + 1] === BLANK ? colon + 2 : colon + 1;
}
