import type { ImageSize } from '../asking/image-size.ts';

/** ai.google.dev/gemini-api/docs/audio: "Gemini represents each second of audio as 32 tokens". */
export const SOUND_TOKENS_PER_SECOND = 32;

const TILE_TOKENS = 258;

/** ai.google.dev/gemini-api/docs/media-resolution, Gemini 3: 1,120 for a picture, 2,240 at the highest resolution. */
const IMAGE_TOKENS = 1120;
const FINEST_IMAGE_TOKENS = 2240;

/** The generation that a model's name says; null where it says none. */
export function generationOf(model: string): number | null {
  const said = /gemini-(\d+)/.exec(model)?.[1] ?? /gemini-(?:pro|flash)-(\d+)/.exec(model)?.[1];
  return said === undefined ? null : Number(said);
}

/**
 * Tokens of a picture at most; null where there is no bound, since the size of it is not known. Up to Gemini 2.5 a picture
 * of at most 384 pixels on both sides is one tile; any other is cut into tiles of its shorter side over 1.5, between 256
 * and 768 pixels (ai.google.dev/gemini-api/docs/tokens and docs/image-understanding).
 */
export function imageTokensAtMost(model: string, size: ImageSize | null, resolution: unknown): number | null {
  const generation = generationOf(model);
  const later = resolution === undefined ? IMAGE_TOKENS : FINEST_IMAGE_TOKENS;
  if (generation !== null && generation >= 3) return later;
  if (size === null) return null;
  return generation === null ? Math.max(later, tileTokens(size)) : tileTokens(size);
}

function tileTokens({ width, height }: ImageSize): number {
  if (width <= 384 && height <= 384) return TILE_TOKENS;
  const side = Math.min(768, Math.max(256, Math.floor(Math.min(width, height) / 1.5)));
  return TILE_TOKENS * Math.ceil(width / side) * Math.ceil(height / side);
}
