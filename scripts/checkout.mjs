import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this checkout, whatever the current directory is. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the checkout. */
export function inCheckout(...parts) {
  return join(root, ...parts);
}
