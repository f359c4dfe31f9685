import { readFileSync } from 'node:fs';

// The compiled code stands in dist/services as the source stands in src/services.
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** The version of this server, as its package says. */
export const serverVersion = manifest.version;
