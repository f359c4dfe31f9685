import type { JsonObject } from '../../http/json.ts';
import { isObject, needObject, needText } from '../../http/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import { assumedSize, imageSizeOfUrl } from '../../tokens/image-size.ts';
import { openaiImageTokens } from '../../tokens/image-tokens.ts';

/** Tokens of a message's content, how many of them are of pictures, and its last text. */
export interface Content {
  readonly tokens: number;
  readonly imageTokens: number;
  readonly text: string;
}

const nothing: Content = { tokens: 0, imageTokens: 0, text: '' };

/** Counts content that is a text, a list of parts, or absent. Raises Refusal for parts that are not simulated. */
export function countContent(content: unknown, model: string, field: string): Content {
  if (content === null || content === undefined) return nothing;
  if (typeof content === 'string') return { tokens: countTokens(content), imageTokens: 0, text: content };
  if (!Array.isArray(content)) throw new Refusal(400, `Invalid type for '${field}'.`, field);
  return content
    .map((part, at) => countPart(needObject(part, `${field}[${at}]`), model, field))
    .reduce(addContent, nothing);
}

export function addContent(sum: Content, next: Content): Content {
  return {
    tokens: sum.tokens + next.tokens,
    imageTokens: sum.imageTokens + next.imageTokens,
    text: next.text === '' ? sum.text : next.text,
  };
}

function countPart(part: JsonObject, model: string, field: string): Content {
  switch (part['type']) {
    case 'text':
    case 'input_text':
    case 'output_text': {
      const text = needText(part['text'], `${field}.text`);
      return { tokens: countTokens(text), imageTokens: 0, text };
    }
    case 'refusal':
      return { tokens: countTokens(needText(part['refusal'], `${field}.refusal`)), imageTokens: 0, text: '' };
    case 'image_url':
    case 'input_image':
      return countImage(part, model);
    default:
      throw new Refusal(400, `Content of type '${String(part['type'])}' is not simulated.`, field);
  }
}

/** Chat puts the URL and the detail in an object, Responses beside the type. */
function countImage(part: JsonObject, model: string): Content {
  const image = isObject(part['image_url']) ? part['image_url'] : { url: part['image_url'], detail: part['detail'] };
  const detail = typeof image['detail'] === 'string' ? image['detail'] : 'auto';
  const size = typeof image['url'] === 'string' ? imageSizeOfUrl(image['url']) : assumedSize;
  const tokens = openaiImageTokens(model, size, detail);
  return { tokens, imageTokens: tokens, text: '' };
}
