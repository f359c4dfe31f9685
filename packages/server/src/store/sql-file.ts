import { readFileSync } from 'node:fs';

// The compiled code stands in dist/store as the source stands in src/store, so one way up leads to the same files.
const storeFolder = new URL('../../src/store/', import.meta.url);

/** A statement, prepared once on each connection under the name of its file. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Reads a statement from its own file below the store's folder, so that SQL is seen as SQL. */
export function sqlFile(path: string): Statement {
  return { name: path.replace(/\.sql$/, ''), text: readFileSync(new URL(path, storeFolder), 'utf8') };
}

/** The folder of a kind of SQL files, such as the migrations. */
export function sqlFolder(path: string): URL {
  return new URL(`${path}/`, storeFolder);
}
