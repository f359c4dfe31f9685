import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inCheckout } from '../checkout.mjs';

/** Where the pages of the site come from, beside everything in docs. A folder's README stands for the folder. */
const beside = {
  'README.md': 'cofferdam.html',
  'CONTRIBUTING.md': 'contributing.html',
  'CHANGELOG.md': 'changelog.html',
};

function pagesIn(folder) {
  if (!existsSync(inCheckout(folder))) return [];
  return readdirSync(inCheckout(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function packagePages() {
  return readdirSync(inCheckout('packages'))
    .map((name) => join('packages', name, 'README.md'))
    .filter((path) => existsSync(inCheckout(path)));
}

/** Where a page of the repository stands on the site: docs is its root, and a README is the index of its folder. */
function placeOf(path) {
  const place = beside[path] ?? path.replace(/^docs\//, '').replace(/\.md$/, '.html');
  return place.replace(/(^|\/)README\.html$/, '$1index.html');
}

/** Every page: its place in the repository, its place on the site, its text. */
export function readSources() {
  return [...Object.keys(beside), ...pagesIn('docs'), ...pagesIn('examples'), ...packagePages()]
    .toSorted((one, other) => one.localeCompare(other, 'en'))
    .map((path) => ({ path, place: placeOf(path), text: readFileSync(inCheckout(path), 'utf8') }));
}

/** The way from one place of the site to another, so that the site works in any folder, and from a disk. */
export function wayTo(from, to) {
  const way = relative(dirname(from), to);
  return way === '' ? to : way;
}
