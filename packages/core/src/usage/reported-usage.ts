/**
 * Usage as it arrives on the wire: wholes and parts of them, in tokens.
 *
 * - `input_tokens` is the whole prompt. Parts of it: `cache_read_tokens`, `cache_write_tokens`, `audio_input_tokens`,
 *   `image_input_tokens`. The parts are apart from each other; the rest is uncached text. A cached audio or image token
 *   therefore counts as cached, and not as audio or image.
 * - `cache_write_tokens` is every cache write; `cache_write_1h_tokens` is the part of it that was kept for an hour.
 * - `output_tokens` is the whole output. Parts of it, apart from each other: `reasoning_tokens`, `audio_output_tokens`,
 *   `image_output_tokens`; the rest is visible text. Reasoning is billed as text.
 *
 * This is OpenAI's and Gemini's reading of the wholes (`prompt_tokens` includes `cached_tokens`, `completion_tokens`
 * includes `reasoning_tokens`; `promptTokenCount` includes `cachedContentTokenCount`). Anthropic's and Bedrock's
 * `input_tokens` leave the cached parts out, and Gemini's `candidatesTokenCount` leaves thoughts out: who reports those
 * adds them first. A part that is absent is none.
 */
export interface ReportedUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens?: number | undefined;
  readonly cache_write_tokens?: number | undefined;
  readonly cache_write_1h_tokens?: number | undefined;
  readonly reasoning_tokens?: number | undefined;
  readonly audio_input_tokens?: number | undefined;
  readonly audio_output_tokens?: number | undefined;
  readonly image_input_tokens?: number | undefined;
  readonly image_output_tokens?: number | undefined;
}

/** The fields of usage that count tokens, in the order in which they are checked. */
export const USAGE_FIELDS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'reasoning_tokens',
  'audio_input_tokens',
  'audio_output_tokens',
  'image_input_tokens',
  'image_output_tokens',
] as const satisfies readonly (keyof ReportedUsage)[];

export type UsageField = (typeof USAGE_FIELDS)[number];
