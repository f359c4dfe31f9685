/**
 * Replaces control characters. Names come from the server, that is from whoever made them:
 * an escape sequence among them could rewrite the terminal of the person who reads the table.
 */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, '\uFFFD');
}
