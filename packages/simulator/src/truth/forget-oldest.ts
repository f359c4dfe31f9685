/** Takes out the oldest entries beyond so many: a map keeps the order in which its keys were first set. */
export function forgetOldest(entries: Map<unknown, unknown>, most: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(oldest);
  }
}
