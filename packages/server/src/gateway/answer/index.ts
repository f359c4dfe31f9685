export { type Alternative, withAlternatives } from './alternatives.ts';
export { cutOffEvents, type StreamSoFar } from './cut-off-events.ts';
export { headerSafe, type InBand, inBandHeaders } from './in-band-headers.ts';
export { refusalFor } from './refusal-body.ts';
export { createUsageChunkFilter, type UsageChunkFilter } from './usage-chunk-filter.ts';
