/** What has been seen of the output so far. A token is at least one byte, so bytes bound the tokens of what was shown. */
export interface Delivered {
  readonly textBytes: number;
  readonly reasoningBytes: number;
  /** Names and arguments of tool calls, code of hosted tools. */
  readonly toolBytes: number;
  /** Audio and images, as they were sent (base64). */
  readonly mediaBytes: number;
  /** Characters of text, reasoning and tool calls (UTF-16 units, as `length` counts them). */
  readonly characters: number;
  /** Pieces of output: a model sends at least one token in each. */
  readonly deltas: number;
  /** There was output that is not shown in full (reasoning): the bytes are then no upper bound of the output. */
  readonly hidden: boolean;
}

const NOTHING_DELIVERED: Delivered = {
  textBytes: 0,
  reasoningBytes: 0,
  toolBytes: 0,
  mediaBytes: 0,
  characters: 0,
  deltas: 0,
  hidden: false,
};

type Bytes = 'textBytes' | 'reasoningBytes' | 'toolBytes' | 'mediaBytes';

/** Counts pieces of output as they pass. What is no text is nothing. */
export interface Delivery {
  text(piece: unknown): void;
  reasoning(piece: unknown): void;
  tool(piece: unknown): void;
  media(piece: unknown): void;
  /** Output that the provider does not show, or shows in a shorter form than the one it charges. */
  hide(): void;
  soFar(): Delivered;
}

export function createDelivery(): Delivery {
  const counted: { -readonly [Name in keyof Delivered]: Delivered[Name] } = { ...NOTHING_DELIVERED };
  const add = (bytes: Bytes, piece: unknown): void => {
    if (typeof piece !== 'string' || piece === '') return;
    counted[bytes] += Buffer.byteLength(piece);
    counted.deltas += 1;
    if (bytes !== 'mediaBytes') counted.characters += piece.length;
  };
  return {
    text: (piece) => add('textBytes', piece),
    reasoning: (piece) => add('reasoningBytes', piece),
    tool: (piece) => add('toolBytes', piece),
    media: (piece) => add('mediaBytes', piece),
    hide: () => {
      counted.hidden = true;
    },
    soFar: () => ({ ...counted }),
  };
}
