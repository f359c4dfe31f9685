import type { ImageSize } from './image-size.ts';

/** Scales down, never up, so that the picture fits the square. */
function fitInto(size: ImageSize, side: number): ImageSize {
  const scale = Math.min(1, side / Math.max(size.width, size.height));
  return { width: size.width * scale, height: size.height * scale };
}

function tiles(size: ImageSize, side: number): number {
  return Math.max(1, Math.ceil(size.width / side) * Math.ceil(size.height / side));
}

/**
 * Tokens of a picture as OpenAI's vision guide counts them for gpt-4o and gpt-4o-mini: a base, and for detail other
 * than `low` a charge per tile of 512 pixels, after scaling into 2048 x 2048 and to 768 on the short side. The small
 * model's figures are 33 times the large one's, so that pictures cost about the same on both.
 */
export function openaiImageTokens(model: string, size: ImageSize, detail: string): number {
  const [base, perTile] = model.startsWith('gpt-4o-mini') ? [2833, 5667] : [85, 170];
  if (detail === 'low') return base;
  const fitted = fitInto(size, 2048);
  const scale = Math.min(1, 768 / Math.min(fitted.width, fitted.height));
  const scaled = { width: Math.round(fitted.width * scale), height: Math.round(fitted.height * scale) };
  return base + perTile * tiles(scaled, 512);
}

/** Tokens of a picture as Anthropic's vision guide counts them: width x height / 750, after scaling to 1568 pixels. */
export function anthropicImageTokens(size: ImageSize): number {
  const fitted = fitInto(size, 1568);
  return Math.max(1, Math.min(1600, Math.ceil((fitted.width * fitted.height) / 750)));
}

/** Tokens of a picture as the Gemini guide counts them: 258 when both sides are at most 384, else 258 per 768-pixel tile. */
export function geminiImageTokens(size: ImageSize): number {
  if (size.width <= 384 && size.height <= 384) return 258;
  return 258 * tiles(size, 768);
}
