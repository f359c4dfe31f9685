import { InvalidCall } from '../asked-call.ts';
import { readRecords } from '../asking/fields.ts';
import { addUnseenSound, type InputTally } from '../asking/input-tally.ts';
import { soundSeconds } from '../asking/sound-seconds.ts';
import { type JsonRecord, recordOf } from '../json.ts';
import { imageTokensAtMost } from './image-tokens.ts';

// developers.openai.com/api/docs/guides/realtime-costs: a user's sound is one token for 100 ms.
const TOKENS_PER_SECOND = 10;

// Parts that are nothing but their text, in Chat Completions and in Responses.
const TEXTS: ReadonlySet<unknown> = new Set([
  'text',
  'refusal',
  'input_text',
  'output_text',
  'summary_text',
  'reasoning_text',
]);

/** Adds the content of a message or of a tool's output: a text or a list of parts. Raises InvalidCall for anything else. */
export function addContent(content: unknown, path: string, model: string, tally: InputTally): void {
  if (content === undefined || content === null || typeof content === 'string') return;
  if (!Array.isArray(content)) throw new InvalidCall(path, 'must be a text or a list of parts');
  for (const part of readRecords(content, path)) addPart(part, model, tally);
}

/** Adds one part. One whose kind is not known may stand for anything, and counts as unseen. */
export function addPart(part: JsonRecord, model: string, tally: InputTally): void {
  if (TEXTS.has(part.type)) return;
  if (part.type === 'image_url' || part.type === 'input_image' || part.type === 'computer_screenshot') {
    addImage(part, model, tally);
  } else if (part.type === 'input_audio') addSound(part, tally);
  else {
    skipFile(part, tally);
    tally.unseen = true;
  }
}

// A picture behind a link or a file's id costs what any picture may.
function addImage(part: JsonRecord, model: string, tally: InputTally): void {
  const holder = typeof part.image_url === 'string' ? part : recordOf(part.image_url);
  tally.imageTokens += imageTokensAtMost(model, holder.detail ?? part.detail);
  tally.media.set(holder, holder === part ? 'image_url' : 'url');
}

function addSound(part: JsonRecord, tally: InputTally): void {
  const sound = recordOf(part.input_audio);
  const seconds = typeof sound.data === 'string' ? soundSeconds(sound.data) : null;
  tally.media.set(sound, 'data');
  if (seconds === null) addUnseenSound(tally);
  else tally.audioTokens += seconds * TOKENS_PER_SECOND;
}

// The bytes of a file are no text, and what is in it has no bound but the window.
function skipFile(part: JsonRecord, tally: InputTally): void {
  tally.media.set(part.type === 'file' ? recordOf(part.file) : part, 'file_data');
}
