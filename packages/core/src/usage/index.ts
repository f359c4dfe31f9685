export { type BucketsOutcome, disjointBuckets, MAX_TOKENS } from './disjoint-buckets.ts';
export { IMPORT_COLUMNS, type ImportColumn } from './import-columns.ts';
export { type ReportedUsage, USAGE_FIELDS, type UsageField } from './reported-usage.ts';
export { EMPTY_BUCKETS, outputTokens, promptTokens, type TokenBuckets, totalTokens } from './token-buckets.ts';
