/** Events of OpenAI streams carry padding in a field of this name, so that their length tells nothing. */
export function padding(bytes: number): string {
  return 'x'.repeat(Math.max(0, bytes));
}
