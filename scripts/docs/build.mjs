import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inCheckout } from '../checkout.mjs';
import { layOut } from './layout.mjs';
import { createLinker } from './links.mjs';
import { navigate } from './navigation.mjs';
import { renderPage } from './render.mjs';
import { readSources } from './sources.mjs';

/** Where the server looks for the documentation. */
export const builtDocs = inCheckout('dist', 'docs');

const assets = inCheckout('scripts', 'docs', 'assets');

function write(folder, place, text) {
  const path = join(folder, place);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What the search looks through: titles and headings, with where they are. A script, so that it works from a disk. */
function searchIndex(pages, sectionOf) {
  const entries = pages.map(({ place, path, title, headings }) => ({
    place,
    title,
    section: sectionOf.get(path) ?? '',
    headings: headings.filter(({ depth }) => depth > 1).map(({ id, text }) => [id, text]),
  }));
  return `globalThis.cofferdamPages = ${JSON.stringify(entries)};\n`;
}

const lost = {
  path: 'docs/not-found.md',
  place: '404.html',
  title: 'No such page',
  headings: [],
  html: '<h1>No such page</h1>\n<p>Nothing stands at this address. The search above knows every page, and so does the <a href="/docs/">index</a>.</p>\n',
};

function writeAssets(folder) {
  // The site has the colours of the dashboard: one set of names for both.
  const tokens = readFileSync(inCheckout('packages', 'dashboard', 'src', 'theme', 'tokens.css'), 'utf8');
  write(folder, 'site.css', tokens + readFileSync(join(assets, 'site.css'), 'utf8'));
  for (const script of ['theme.js', 'search.js']) cpSync(join(assets, script), join(folder, script));
  cpSync(inCheckout('packages', 'dashboard', 'public', 'icon.svg'), join(folder, 'icon.svg'));
}

/** Builds the site anew. Says which pages there are, and which links of theirs lead nowhere. */
export function buildDocs(folder = builtDocs) {
  const sources = readSources();
  const files = new Map();
  const problems = [];
  const link = createLinker({ sources, files, problems });
  const pages = sources.map((source) => renderPage(source, link));
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const sections = navigate(sources);
  const sectionOf = new Map();
  const order = [byPath.get('docs/README.md')];
  for (const { title, entries } of sections)
    for (const { path } of entries.flatMap((entry) => [entry, ...entry.children])) {
      sectionOf.set(path, title);
      order.push(byPath.get(path));
    }
  rmSync(folder, { recursive: true, force: true });
  writeAssets(folder);
  for (const [place, path] of files) {
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    cpSync(inCheckout(path), join(folder, place));
  }
  const site = { sections, byPath, order };
  for (const page of pages) write(folder, page.place, layOut(page, site));
  // Found at any depth, so its ways begin at the root of the server.
  write(folder, '404.html', layOut(lost, { ...site, order: [] }).replaceAll(/(href|src)="(?![/#])/g, '$1="/docs/'));
  write(folder, 'search-index.js', searchIndex(order, sectionOf));
  return { pages, sections, problems };
}
