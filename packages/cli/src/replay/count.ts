/** A number of tokens, calls or rows: digits only, at most 12 of them. */
export function parseCount(text: string): number | undefined {
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}
