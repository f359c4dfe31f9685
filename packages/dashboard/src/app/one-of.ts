/** One of a few texts, or nothing: what somebody wrote by hand into an address and makes no sense is left out. */
export function oneOf<Value extends string>(values: readonly Value[], given: unknown): Value | undefined {
  return values.find((value) => value === String(given));
}
