const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93];

const BLANKS: ReadonlySet<number> = new Set([9, 10, 13, 32]);

const CHOICES = Buffer.from('choices');

/** Where the value of `choices` is: not come to, after its name, or inside its bracket. */
type Progress = 'elsewhere' | 'named' | 'opened' | 'empty';

/**
 * Reads the JSON of an event byte by byte, and says as soon as it is certain that it is not an object with an empty list
 * of `choices`: usually at the first byte of the first choice, long before the text that follows.
 */
export class ChunkJudge {
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** How much of a name on the top level agrees with `choices`; -1 once it does not. */
  #matched = -1;
  #expectsName = false;
  #progress: Progress = 'elsewhere';

  /** True: this is certainly not the chunk that carries the usage alone. */
  take(byte: number): boolean {
    if (this.#inString) return this.#takeInString(byte);
    if (BLANKS.has(byte)) return false;
    if (this.#depth === 0 && byte !== OPEN_BRACE) return true;
    if (this.#progress === 'named' && byte !== COLON) {
      if (byte !== OPEN_BRACKET) return true;
      this.#progress = 'opened';
    } else if (this.#progress === 'opened') {
      if (byte !== CLOSE_BRACKET) return true;
      this.#progress = 'empty';
    }
    this.#takeStructure(byte);
    return false;
  }

  #takeInString(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) [this.#isEscaped, this.#matched] = [true, -1];
    else if (byte === QUOTE) {
      this.#inString = false;
      if (this.#matched === CHOICES.length) this.#progress = 'named';
      this.#matched = -1;
    } else if (this.#matched >= 0) {
      this.#matched = byte === CHOICES[this.#matched] ? this.#matched + 1 : -1;
    }
    return false;
  }

  #takeStructure(byte: number): void {
    if (byte === QUOTE) {
      this.#inString = true;
      this.#matched = this.#expectsName && this.#depth === 1 ? 0 : -1;
      this.#expectsName = false;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#depth += 1;
      this.#expectsName = this.#depth === 1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth -= 1;
    else if (byte === COMMA) this.#expectsName = this.#depth === 1;
  }
}

/** The whole text of an event: it carries the usage alone, as the last chunk of a stream that was asked for it. */
export function isUsageChunk(text: string): boolean {
  if (text === '') return false;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof value !== 'object' || value === null || !('choices' in value) || !('usage' in value)) return false;
  const { choices, usage } = value;
  return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null;
}
