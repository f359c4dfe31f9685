export { type AskedCall, type AskedInput, InvalidCall } from './asked-call.ts';
export type { Delivered } from './delivery.ts';
export {
  ANSWER_KINDS,
  type AnswerKind,
  METER_FLAGS,
  type MeteredUsage,
  type MeterFlag,
  type ProviderError,
} from './metered-usage.ts';
export { readCall } from './read-call.ts';
export { readAnswer, readEvents } from './read-usage.ts';
export { readRecording } from './recording/read-recording.ts';
export { attemptsOf, type BillTo, toolUsesOf } from './spending-of.ts';
export { createStreamMeter, type StreamMeterOptions } from './stream-meter.ts';
