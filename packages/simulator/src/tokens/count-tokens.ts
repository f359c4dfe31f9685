/** A token holds at most this many characters (Unicode code points) beside the space before it. */
const longestToken = 4;

const space = 0x20;
const firstHighSurrogate = 0xd800;
const lastHighSurrogate = 0xdbff;

/** Tab, line feed, vertical tab, form feed and carriage return. Any other code counts as a letter. */
function isBreak(code: number): boolean {
  return code >= 0x09 && code <= 0x0d;
}

/**
 * Counts the tokens of a text by the simulator's own rule: a run of characters other than white space is cut, from its
 * start, into tokens of four; one space directly before a run belongs to its first token; any other white space is a
 * token each. So no text has more tokens than bytes, and the tokens of texts that each begin with a space add up.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  let inToken = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === space || isBreak(code)) {
      inToken = 0;
      if (isBreak(code) || !isLetter(text, at + 1)) tokens += 1;
      continue;
    }
    if (inToken === 0) tokens += 1;
    inToken = (inToken + 1) % longestToken;
    if (code >= firstHighSurrogate && code <= lastHighSurrogate) at += 1;
  }
  return tokens;
}

/** Whether a letter stands at the place: what follows decides to which token a space belongs. */
function isLetter(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code !== space && !isBreak(code);
}

/** Cuts a text into its tokens: joined they are the text, and there are `countTokens(text)` of them. */
export function cutTokens(text: string): string[] {
  return text.match(/ ?[^ \t-\r]{1,4}|[ \t-\r]/gu) ?? [];
}
