/** The periods that a budget can count over. `run` and `lifetime` never end. */
export const WINDOW_KINDS = ['run', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'lifetime'] as const;

export type WindowKind = (typeof WINDOW_KINDS)[number];

/** One period: from `startMs` up to and without `endMs`, both epoch milliseconds; `endMs` is null where it never ends. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number | null;
}
