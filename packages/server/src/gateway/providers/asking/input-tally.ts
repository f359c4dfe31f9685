import type { AskedInput } from '../asked-call.ts';
import { measureText, type TextRules } from './measure-text.ts';

/** More than any prompt has: how much of it is sound is not known, and all of it may be. */
const ALL_OF_IT = 2 ** 40;

/** Adds up what an adapter finds in the contents of a request. */
export interface InputTally {
  /** Media that is counted elsewhere, or not at all: the field of the object is no text. */
  readonly media: Map<object, string>;
  fixedTokens: number;
  imageTokens: number;
  audioTokens: number;
  unseen: boolean;
}

export function createTally(fixedTokens: number): InputTally {
  return { media: new Map(), fixedTokens, imageTokens: 0, audioTokens: 0, unseen: false };
}

/** There is input that cannot be seen, and that may be sound. */
export function addUnseenSound(tally: InputTally): void {
  tally.unseen = true;
  tally.audioTokens = ALL_OF_IT;
}

/** The input that was added up, and the text of the whole body. Raises InvalidCall where that is nested too deep. */
export function inputOf(tally: InputTally, body: object, rules: Omit<TextRules, 'media'>, prompts = 1): AskedInput {
  const { media, fixedTokens, imageTokens, audioTokens, unseen } = tally;
  return { textBytes: measureText(body, { ...rules, media }), fixedTokens, imageTokens, audioTokens, unseen, prompts };
}
