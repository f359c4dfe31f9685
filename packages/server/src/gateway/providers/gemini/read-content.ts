import { readRecords, readText, readWhole } from '../asking/fields.ts';
import { imageSize } from '../asking/image-size.ts';
import { addUnseenSound, type InputTally } from '../asking/input-tally.ts';
import { soundSeconds } from '../asking/sound-seconds.ts';
import type { JsonRecord } from '../json.ts';
import { fieldOf, recordIn, spellings } from './fields.ts';
import { imageTokensAtMost, SOUND_TOKENS_PER_SECOND } from './media-tokens.ts';

// Parts that are nothing but what stands in them.
const TEXTS = [
  'text',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'thoughtSignature',
] as const;

/** Adds a content: its parts, and the parts that the answer of a function has. Raises InvalidCall. */
export function addContent(content: JsonRecord | null, path: string, model: string, tally: InputTally): void {
  if (content === null) return;
  const parts = Array.isArray(content.parts) ? content.parts : [content.parts].filter((part) => part !== undefined);
  for (const part of readRecords(parts, `${path}.parts`)) {
    addPart(part, model, tally);
    const answered = recordIn(part, 'functionResponse');
    for (const inner of readRecords(answered?.parts, `${path}.parts.functionResponse.parts`)) {
      addPart(inner, model, tally);
    }
  }
}

function addPart(part: JsonRecord, model: string, tally: InputTally): void {
  const inline = recordIn(part, 'inlineData');
  if (inline !== null) addInline(inline, part, model, tally);
  const isText = TEXTS.some((field) => spellings(part, field).length > 0);
  // A file may be of any kind and length, and so may a part of a kind that is not known.
  if (fieldOf(part, 'fileData') !== undefined || (inline === null && !isText)) addUnseenSound(tally);
}

function addInline(inline: JsonRecord, part: JsonRecord, model: string, tally: InputTally): void {
  const type = readText(fieldOf(inline, 'mimeType'), 'inlineData.mimeType') ?? '';
  const data = readText(inline.data, 'inlineData.data') ?? '';
  // The bytes of a text are fewer than those of its base64, which are counted.
  if (type.startsWith('text/')) return;
  tally.media.set(inline, 'data');
  if (type.startsWith('image/')) addImage(data, part, model, tally);
  else if (type.startsWith('audio/')) addSound(data, tally);
  else addUnseenSound(tally);
}

function addImage(data: string, part: JsonRecord, model: string, tally: InputTally): void {
  const resolution = recordIn(part, 'mediaResolution');
  const wanted =
    resolution === null ? null : readWhole(fieldOf(resolution, 'numTokens'), 'mediaResolution.numTokens', 0);
  const tokens = imageTokensAtMost(model, imageSize(data), resolution ?? undefined);
  if (tokens === null) tally.unseen = true;
  else tally.imageTokens += Math.max(tokens, wanted ?? 0);
}

function addSound(data: string, tally: InputTally): void {
  const seconds = soundSeconds(data);
  if (seconds === null) addUnseenSound(tally);
  else tally.audioTokens += seconds * SOUND_TOKENS_PER_SECOND;
}
