import type { Block } from '../../generation/call.ts';
import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, needText } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import { assumedSize, imageSize } from '../../tokens/image-size.ts';
import { anthropicImageTokens } from '../../tokens/image-tokens.ts';

/** A block of the prompt, with what else is to be known of it. */
export interface CountedBlock {
  readonly block: Block;
  readonly imageTokens: number;
  readonly text: string;
}

/** Counts a text or a content block; `extra` are the tokens of the message around it. Raises Refusal. */
export function countBlock(value: unknown, extra: number, prefix: string): CountedBlock {
  const content: JsonObject = typeof value === 'string' ? { type: 'text', text: value } : needObject(value, 'content');
  const { cache_control: mark, ...rest } = content;
  const imageTokens = countImages(rest);
  const tokens = extra + imageTokens + countRest(rest);
  const cacheFor = readMark(mark);
  return {
    block: { tokens, content: prefix + JSON.stringify(rest), ...(cacheFor !== null && { cacheFor }) },
    imageTokens,
    text: typeof rest['text'] === 'string' ? rest['text'] : '',
  };
}

/** Reads `cache_control`. Raises Refusal for a lifetime that is not sold. */
function readMark(mark: unknown): '5m' | '1h' | null {
  if (mark === undefined || mark === null) return null;
  const ttl = needObject(mark, 'cache_control')['ttl'] ?? '5m';
  if (ttl === '5m' || ttl === '1h') return ttl;
  throw new Refusal(400, `cache_control.ttl: Input should be '5m' or '1h'`, 'cache_control.ttl');
}

function countImages(content: JsonObject): number {
  if (content['type'] === 'tool_result' && Array.isArray(content['content'])) {
    return content['content'].filter(isObject).reduce((sum, part) => sum + countImages(part), 0);
  }
  if (content['type'] !== 'image') return 0;
  const source = needObject(content['source'], 'source');
  const isInline = source['type'] === 'base64' && typeof source['data'] === 'string';
  return anthropicImageTokens(isInline ? imageSize(String(source['data'])) : assumedSize);
}

function countRest(content: JsonObject): number {
  switch (content['type']) {
    case 'text':
      return countTokens(needText(content['text'], 'text'));
    case 'image':
      return 0;
    case 'tool_result':
      return countToolResult(content['content']);
    case 'document':
    case 'container_upload':
      throw new Refusal(400, `Content of type '${content['type']}' is not simulated.`, 'content');
    default:
      return countTokens(JSON.stringify(content));
  }
}

function countToolResult(content: unknown): number {
  if (typeof content === 'string') return countTokens(content);
  if (!Array.isArray(content)) return 0;
  return content.filter(isObject).reduce((sum, part) => sum + countRest(part), 0);
}
