import { ago, dateTime } from '../format/time.ts';

interface TimeProps {
  readonly time: string;
  readonly timeZone: string;
  /** Given, it is told how long ago that is; else the time itself stands there. */
  readonly nowMs?: number;
}

/** A moment as people read it, with the absolute time and its zone a hover away. */
export function Time({ time, timeZone, nowMs }: TimeProps) {
  return (
    <time dateTime={time} title={`${dateTime(time, timeZone)} (${timeZone})`}>
      {nowMs === undefined ? dateTime(time, timeZone) : ago(time, nowMs, timeZone)}
    </time>
  );
}
