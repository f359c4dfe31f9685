/**
 * What reports add up. Costs are exact, in nano-USD; `costNanoUsd` is the sum of what has a price, and
 * `unpricedRecords` says how many records have none. Tokens are as on the wire: the whole prompt, the whole output.
 */
export interface UsageSums {
  readonly costNanoUsd: bigint;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly records: number;
  /** Of the cost, what was charged without knowing what was used. */
  readonly estimatedNanoUsd: bigint;
  readonly unpricedRecords: number;
}

/** Sums over usage records `u`, under the names of `SumsRow`. */
export const sumsSql = `
  coalesce(sum(u.cost_nano_usd), 0)::text AS cost,
  coalesce(sum(u.requests), 0)::text AS requests,
  coalesce(sum(u.input_uncached + u.cache_read + u.cache_write_5m + u.cache_write_1h + u.audio_input + u.image_input), 0)::text
    AS input_tokens,
  coalesce(sum(u.output + u.audio_output + u.image_output), 0)::text AS output_tokens,
  coalesce(sum(u.cache_read), 0)::text AS cache_read_tokens,
  coalesce(sum(u.cache_write_5m + u.cache_write_1h), 0)::text AS cache_write_tokens,
  count(*)::text AS records,
  coalesce(sum(u.cost_nano_usd) FILTER (WHERE u.estimated), 0)::text AS estimated,
  count(*) FILTER (WHERE u.cost_nano_usd IS NULL)::text AS unpriced`;

/** As text: a sum of bigints is wider than a bigint. */
export interface SumsRow {
  cost: string;
  requests: string;
  input_tokens: string;
  output_tokens: string;
  cache_read_tokens: string;
  cache_write_tokens: string;
  records: string;
  estimated: string;
  unpriced: string;
}

export function sumsOf(row: SumsRow): UsageSums {
  return {
    costNanoUsd: BigInt(row.cost),
    requests: Number(row.requests),
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    cacheReadTokens: Number(row.cache_read_tokens),
    cacheWriteTokens: Number(row.cache_write_tokens),
    records: Number(row.records),
    estimatedNanoUsd: BigInt(row.estimated),
    unpricedRecords: Number(row.unpriced),
  };
}

export const noSums: UsageSums = {
  costNanoUsd: 0n,
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  records: 0,
  estimatedNanoUsd: 0n,
  unpricedRecords: 0,
};

/** Which records a report is about; its parameters are `scopeValues`, from $1 to $4. */
export const scopeSql = 'u.org_id = $1 AND u.time >= $2 AND u.time < $3 AND ($4::text IS NULL OR u.agent = $4)';
