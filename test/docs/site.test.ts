import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPages } from './page.ts';

interface Built {
  readonly pages: readonly { path: string; place: string; title: string }[];
  readonly problems: readonly string[];
}

// A script, and so without types.
const builder = '../../scripts/docs/build.mjs';
const { buildDocs } = (await import(builder)) as { buildDocs: (folder: string) => Built };

const folder = mkdtempSync(join(tmpdir(), 'cofferdam-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const built = buildDocs(folder);

const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));
const html = new Map(
  [...files].filter((file) => file.endsWith('.html')).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
);

function all(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

const idsOf = (text: string): string[] => all(/\sid="([^"]*)"/g, text);

/** Where the links of a page lead on the site: a file and an anchor. */
function linksOf(place: string, text: string): { file: string; anchor: string | null }[] {
  return all(/\s(?:href|src)="([^"]*)"/g, text)
    .filter((target) => !/^(https?|mailto|data):/.test(target))
    .map((target) => {
      const [way = '', anchor = null] = target.split('#');
      if (way.startsWith('/docs/')) return { file: way.slice('/docs/'.length) || 'index.html', anchor };
      return { file: way === '' ? place : normalize(join(dirname(place), way)), anchor };
    });
}

test('every page of the repository is a page of the site', () => {
  const onSite = new Set(built.pages.map(({ path }) => path));
  expect(readPages().filter(({ path }) => !onSite.has(path))).toEqual([]);
  expect(html.size).toBe(built.pages.length + 1);
});

test('every link of the site leads to a file of it, and every anchor to a place in it', () => {
  expect(built.problems).toEqual([]);
  const lost = [...html].flatMap(([place, text]) =>
    linksOf(place, text)
      .filter(({ file, anchor }) => {
        if (!files.has(file)) return true;
        return anchor !== null && !idsOf(html.get(file) ?? '').includes(anchor);
      })
      .map(({ file, anchor }) => `${place}: ${file}#${anchor}`),
  );
  expect(lost).toEqual([]);
});

test('no id stands twice on a page', () => {
  const twice = [...html].flatMap(([place, text]) => {
    const ids = idsOf(text);
    return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${place}: ${id}`);
  });
  expect(twice).toEqual([]);
});

test('every page is in the navigation of every page, and has one title of its own', () => {
  const places = built.pages.map(({ place }) => place).filter((place) => place !== 'index.html');
  const { text, place } = { text: html.get('index.html') ?? '', place: 'index.html' };
  const navigation = text.slice(text.indexOf('<nav id="navigation"'));
  const direct = new Set(linksOf(place, navigation).map(({ file }) => file));
  // A page that stands for its folder shows what is in it once it is open.
  const below = [...direct].flatMap((file) => {
    const own = html.get(file) ?? '';
    return linksOf(file, own.slice(own.indexOf('<nav id="navigation"'))).map((link) => link.file);
  });
  const reached = new Set([...direct, ...below]);
  expect(places.filter((one) => !reached.has(one))).toEqual([]);
  for (const [file, page] of html) expect([file, all(/<h1[ >]/g, page).length]).toEqual([file, 1]);
});

test('the site asks nobody else for anything, and has no style and no script within a page', () => {
  for (const [place, text] of html) {
    const loaded = [
      ...all(/<(?:script|img|link|iframe|source)[^>]*?\s(?:src|href)="(https?:[^"]*)"/g, text),
      ...all(/(<script>|<style|\sstyle="|\son[a-z]+=")/g, text.replace(/<pre[\s\S]*?<\/pre>/g, '')),
    ];
    expect([place, loaded]).toEqual([place, []]);
  }
  const style = readFileSync(join(folder, 'site.css'), 'utf8');
  expect(style).not.toMatch(/url\(|@import/);
});

test('the search knows each page and each heading where it is', () => {
  const script = readFileSync(join(folder, 'search-index.js'), 'utf8');
  const entries = JSON.parse(script.slice(script.indexOf('['), script.lastIndexOf(';'))) as {
    place: string;
    headings: [string, string][];
  }[];
  expect(entries.map(({ place }) => place).toSorted()).toEqual(built.pages.map(({ place }) => place).toSorted());
  for (const { place, headings } of entries) {
    const ids = new Set(idsOf(html.get(place) ?? ''));
    expect(headings.filter(([id]) => !ids.has(id))).toEqual([]);
  }
});
