import type { WriteSet } from '../../store/lane/write-set.ts';

/** A batch that ended, for metrics and logs. */
export interface CarriedBatch {
  readonly orgId: string;
  /** For each of its commands, how long it had waited when the batch took it. */
  readonly waitsMs: readonly number[];
  readonly durationMs: number;
  /** Null where it was carried out. */
  readonly error: unknown;
  /** What it wrote; null where it failed, or where nothing changed. */
  readonly written: WriteSet | null;
}
