import { InvalidCall } from '../asked-call.ts';

/** How to read a body. */
export interface TextRules {
  /** Fields whose contents a provider writes out as code or JSON of its own making. */
  readonly structured: ReadonlySet<string>;
  /** The field of an object that holds media, which is counted by what it shows and not by its bytes. */
  readonly media: ReadonlyMap<object, string>;
  /** Told of every field of every object. */
  readonly onField?: (name: string, value: unknown) => void;
}

// Far deeper than any request, and far less than what overflows the stack of JSON.stringify, here or at a provider.
const MAX_DEPTH = 256;

// Brackets, quotes, a colon, a comma and the space after them, around every value.
const PUNCTUATION = 6;

interface Place {
  readonly value: object;
  readonly depth: number;
  readonly isStructured: boolean;
}

/**
 * Bytes of text in a request, of which each is at most one token: the vocabularies of byte-level BPE (OpenAI's tiktoken:
 * "converts text into tokens" losslessly, from 256 bytes upwards) and of SentencePiece with byte fallback (Gemini) hold
 * every single byte, and a longer token only ever stands for more of them. Counted are all texts, names of fields and
 * numbers of the body, whether or not a provider shows them to the model, and the punctuation around them, which is more
 * than the marks that a chat template puts there.
 *
 * Some tokenizers normalise a text first, which can lengthen it: the longest of the text and its NFC and NFKC forms
 * counts. Tools, schemas and arguments are written out by the provider: they count as JSON whose other letters are all
 * escaped, the longest usual form.
 *
 * Walks with a stack of its own. Raises InvalidCall where the body is nested deeper than 256 levels.
 */
export function measureText(body: object, rules: TextRules): number {
  const places: Place[] = [{ value: body, depth: 1, isStructured: false }];
  let bytes = 0;
  const visit = (value: unknown, { depth, isStructured }: Place): void => {
    bytes += PUNCTUATION;
    if (typeof value === 'string') bytes += isStructured ? escapedBytes(value) : textBytes(value);
    else if (typeof value === 'object' && value !== null) places.push({ value, depth: depth + 1, isStructured });
    else bytes += String(value).length;
  };
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (place.depth > MAX_DEPTH) throw new InvalidCall('body', `is nested deeper than ${MAX_DEPTH} levels`);
    if (Array.isArray(place.value)) for (const item of place.value) visit(item, place);
    else visitFields(place, rules, visit);
  }
  return bytes;
}

/** Visits the fields of an object, each after its name. */
function visitFields(place: Place, rules: TextRules, visit: (value: unknown, place: Place) => void): void {
  const mediaField = rules.media.get(place.value);
  const named = { ...place, isStructured: true };
  for (const [name, value] of Object.entries(place.value)) {
    visit(name, named);
    rules.onField?.(name, value);
    if (name === mediaField) continue;
    visit(value, rules.structured.has(name) ? named : place);
  }
}

function textBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  if (bytes === text.length) return bytes;
  return Math.max(bytes, Buffer.byteLength(text.normalize('NFC')), Buffer.byteLength(text.normalize('NFKC')));
}

// A letter that is not ASCII becomes six characters for each of its UTF-16 units.
function escapedBytes(text: string): number {
  const escaped = JSON.stringify(text);
  let bytes = escaped.length;
  for (let at = 0; at < escaped.length; at += 1) if (escaped.charCodeAt(at) > 0x7f) bytes += 5;
  return bytes;
}
