const minuteMs = 60_000;

/** The spans of rollups, the narrowest first. Each divides the next. */
const spansMinutes = [15, 240, 1440] as const;
const slotMs = spansMinutes[0] * minuteMs;

/** A part of time that belongs to one bucket of a report: from `startMs` up to and without `endMs`. */
export interface Interval {
  readonly bucket: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Whole slots of a span. */
export interface Piece extends Interval {
  readonly spanMinutes: number;
}

/** A part of a slot, to be read from the records; -1 takes it off a slot that was counted whole. */
export interface Edge extends Interval {
  readonly sign: 1 | -1;
}

export interface Cover {
  readonly pieces: readonly Piece[];
  readonly edges: readonly Edge[];
}

function floorTo(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

/** Whole slots from one boundary of 15 minutes to another, as few as there can be: the widest that fit. */
function piecesOf(startMs: number, endMs: number, bucket: number, level: number = spansMinutes.length - 1): Piece[] {
  if (startMs >= endMs) return [];
  const spanMinutes = spansMinutes[level]!;
  const stepMs = spanMinutes * minuteMs;
  const firstMs = floorTo(startMs + stepMs - 1, stepMs);
  const lastMs = floorTo(endMs, stepMs);
  if (firstMs >= lastMs) return piecesOf(startMs, endMs, bucket, level - 1);
  return [
    ...piecesOf(startMs, firstMs, bucket, level - 1),
    { bucket, spanMinutes, startMs: firstMs, endMs: lastMs },
    ...piecesOf(lastMs, endMs, bucket, level - 1),
  ];
}

function coverOne({ bucket, startMs, endMs }: Interval, nowMs: number): Cover {
  // Little is used after now: its slot is counted whole, and what lies beyond the end taken off.
  const isOpen = endMs > nowMs && endMs % slotMs !== 0 && floorTo(endMs, slotMs) >= startMs;
  const slotsFromMs = floorTo(startMs + slotMs - 1, slotMs);
  const slotsToMs = isOpen ? floorTo(endMs, slotMs) + slotMs : floorTo(endMs, slotMs);
  if (slotsFromMs > slotsToMs) return { pieces: [], edges: [{ bucket, startMs, endMs, sign: 1 }] };
  const edges: Edge[] = [
    { bucket, startMs, endMs: slotsFromMs, sign: 1 },
    isOpen ? { bucket, startMs: endMs, endMs: slotsToMs, sign: -1 } : { bucket, startMs: slotsToMs, endMs, sign: 1 },
  ];
  return { pieces: piecesOf(slotsFromMs, slotsToMs, bucket), edges: edges.filter((edge) => edge.startMs < edge.endMs) };
}

/** How intervals are put together from whole slots and from parts of slots. Exact for any interval. */
export function coverOf(intervals: readonly Interval[], nowMs: number): Cover {
  const covers = intervals.map((interval) => coverOne(interval, nowMs));
  return { pieces: covers.flatMap(({ pieces }) => pieces), edges: covers.flatMap(({ edges }) => edges) };
}
