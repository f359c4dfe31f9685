import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Every script that a page loads before anything is drawn: those of index.html, and all that they import at once. */
function firstScripts(folder: string): readonly string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path!);
  const found = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const code = readFileSync(join(folder, path), 'utf8');
    // `import"./x.js"` and `from"./x.js"`; `import("./x.js")` comes when it is needed.
    for (const [, name] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) waiting.push(`assets/${name}`);
  }
  return [...found];
}

/** The bytes of them, compressed. */
export function firstLoadBytes(folder: string): number {
  return firstScripts(folder).reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).length, 0);
}
