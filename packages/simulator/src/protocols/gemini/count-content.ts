import type { Block } from '../../generation/call.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, readList } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import { assumedSize, imageSize } from '../../tokens/image-size.ts';
import { geminiImageTokens } from '../../tokens/image-tokens.ts';

/** A content of the prompt: its block, how many of its tokens are of pictures, its last text. */
export interface CountedContent {
  readonly block: Block;
  readonly imageTokens: number;
  readonly text: string;
}

/** Counts a content (`{ role, parts }`). Raises Refusal for parts that are not simulated. */
export function countContent(value: unknown, field: string): CountedContent {
  const content = needObject(value, field);
  const parts = readList(content['parts'], `${field}.parts`).map((part) => needObject(part, `${field}.parts`));
  const imageTokens = parts.reduce((sum, part) => sum + countPicture(part), 0);
  const tokens = parts.reduce((sum, part) => sum + countWords(part), 1 + imageTokens);
  const lastText = parts.findLast((part) => typeof part['text'] === 'string')?.['text'];
  return {
    block: { tokens, content: JSON.stringify(content) },
    imageTokens,
    text: typeof lastText === 'string' ? lastText : '',
  };
}

function mediaOf(part: JsonObject): JsonObject | null {
  for (const field of ['inlineData', 'fileData']) {
    const media = part[field];
    if (isObject(media)) return media;
  }
  return null;
}

function countPicture(part: JsonObject): number {
  const media = mediaOf(part);
  if (media === null) return 0;
  const type = String(media['mimeType']);
  if (!type.startsWith('image/')) throw new Refusal(400, `Media of type '${type}' is not simulated.`, 'contents');
  return geminiImageTokens(typeof media['data'] === 'string' ? imageSize(media['data']) : assumedSize);
}

/** A text counts by itself, a call or its result as the text of its JSON; signatures of thoughts are not counted. */
function countWords(part: JsonObject): number {
  if (mediaOf(part) !== null) return 0;
  if (typeof part['text'] === 'string') return countTokens(part['text']);
  const { thoughtSignature: _, ...rest } = part;
  return countTokens(JSON.stringify(rest));
}
