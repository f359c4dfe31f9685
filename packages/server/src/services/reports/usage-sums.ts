/**
 * What reports add up. Costs are exact, in nano-USD; `costNanoUsd` is the sum of what has a price, and
 * `unpricedRecords` says how many records have none. Input and output are as on the wire: the whole prompt, the whole
 * output, each of the other counts a part of one of them.
 */
export interface UsageSums {
  readonly costNanoUsd: bigint;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly reasoningTokens: number;
  readonly audioInputTokens: number;
  readonly audioOutputTokens: number;
  readonly imageInputTokens: number;
  readonly imageOutputTokens: number;
  readonly records: number;
  /** Of the cost, what was charged without knowing what was used, and is not known since. */
  readonly estimatedNanoUsd: bigint;
  readonly unpricedRecords: number;
  readonly lateRecords: number;
}

/** The figures of a row of usage_facts or usage_rollups. */
export const figures = [
  'cost_nano_usd',
  'requests',
  'input_uncached',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'reasoning',
  'audio_input',
  'audio_output',
  'image_input',
  'image_output',
  'records',
  'estimated_nano_usd',
  'unpriced_records',
  'late_records',
] as const;

/** Sums as text: a sum of bigints is wider than a bigint. */
export type SumsRow = Readonly<Record<(typeof figures)[number], string>>;

export function sumsOf(row: SumsRow): UsageSums {
  const [cacheRead, write5m, write1h] = [row.cache_read, row.cache_write_5m, row.cache_write_1h].map(Number);
  const [audioIn, imageIn] = [Number(row.audio_input), Number(row.image_input)];
  const [audioOut, imageOut] = [Number(row.audio_output), Number(row.image_output)];
  return {
    costNanoUsd: BigInt(row.cost_nano_usd),
    requests: Number(row.requests),
    inputTokens: Number(row.input_uncached) + cacheRead! + write5m! + write1h! + audioIn + imageIn,
    outputTokens: Number(row.output) + audioOut + imageOut,
    cacheReadTokens: cacheRead!,
    cacheWriteTokens: write5m! + write1h!,
    cacheWrite1hTokens: write1h!,
    reasoningTokens: Number(row.reasoning),
    audioInputTokens: audioIn,
    audioOutputTokens: audioOut,
    imageInputTokens: imageIn,
    imageOutputTokens: imageOut,
    records: Number(row.records),
    estimatedNanoUsd: BigInt(row.estimated_nano_usd),
    unpricedRecords: Number(row.unpriced_records),
    lateRecords: Number(row.late_records),
  };
}

export const noSums: UsageSums = sumsOf(Object.fromEntries(figures.map((name) => [name, '0'])) as SumsRow);

/** Adds a number of sums up. */
export function addSums(all: readonly UsageSums[]): UsageSums {
  const total = { ...noSums } as Record<string, number | bigint>;
  for (const sums of all)
    for (const [name, value] of Object.entries(sums) as [string, number | bigint][])
      total[name] = typeof value === 'bigint' ? (total[name] as bigint) + value : (total[name] as number) + value;
  return total as unknown as UsageSums;
}
