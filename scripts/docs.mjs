// node scripts/docs.mjs [FOLDER]: builds the documentation as plain HTML, into dist/docs unless a folder is named.
// `npm start` does so too, and the server serves it at /docs.
import { resolve } from 'node:path';
import { buildDocs, builtDocs } from './docs/build.mjs';

const folder = process.argv[2] === undefined ? builtDocs : resolve(process.argv[2]);
const { pages, problems } = buildDocs(folder);
for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages in ${folder}`);
process.exitCode = problems.length > 0 ? 1 : 0;
