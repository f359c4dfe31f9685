import { timeText } from '../render.ts';

/** "cofferdam-usage-20261101-20261201.csv"; an end that is open is left out. */
export function fileNameOf(kind: string, fromMs: number | null, toMs: number | null, extension: string): string {
  const dates = [fromMs, toMs].flatMap((ms) => (ms === null ? [] : [timeText(ms).slice(0, 10).replaceAll('-', '')]));
  return `${['cofferdam', kind, ...dates].join('-')}.${extension}`;
}
