/** Longer texts are not echoed back into an error, nor worth reading. */
export const maxLabelLength = 128;

/** A label is chosen by callers and becomes a key of rows, so it is of safe characters. */
export const labelForm = /^[A-Za-z0-9_][A-Za-z0-9._:@/+~=-]*$/;

export const labelRule = 'may only have letters, digits and . _ : @ / + ~ = -, and starts with a letter, a digit or _';

export function isLabel(text: string): boolean {
  return text.length <= maxLabelLength && labelForm.test(text);
}
