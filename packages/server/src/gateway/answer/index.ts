export { withAlternatives } from './alternatives.ts';
export { cutOffEvents, type StreamSoFar } from './cut-off-events.ts';
export { headerSafe, inBandHeaders } from './in-band-headers.ts';
export { refusalFor } from './refusal-body.ts';
export { createUsageChunkFilter } from './usage-chunk-filter.ts';
