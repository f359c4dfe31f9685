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
      // The LF of a CR LF ends no line of its own, also where the chunk ends between the two.
      let start = endedWithCr && chunk[0] === LF ? 1 : 0;
      if (chunk.length > 0) endedWithCr = chunk.at(-1) === CR;
      // Searched for natively, which is far faster than a loop; most streams have no CR at all.
      let [lf, cr] = [chunk.indexOf(LF, start), chunk.indexOf(CR, start)];
      while (lf !== -1 || cr !== -1) {
        const endsWithCr = cr !== -1 && (lf === -1 || cr < lf);
        const at = endsWithCr ? cr : lf;
        line.add(chunk.subarray(start, at));
        endLine();
        start = endsWithCr && chunk[at + 1] === LF ? at + 2 : at + 1;
        if (lf !== -1 && lf < start) lf = chunk.indexOf(LF, start);
        if (cr !== -1 && cr < start) cr = chunk.indexOf(CR, start);
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
