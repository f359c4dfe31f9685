import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anchors, internalLinks, readPages, root, type Page, type Problem } from './page.ts';

function brokenLinks(page: Page, pages: ReadonlyMap<string, Page>): Problem[] {
  return internalLinks(page).flatMap(({ path, anchor }) => {
    if (!existsSync(join(root, path))) return [`${page.path}: ${path} does not exist`];
    const target = pages.get(path);
    if (anchor === null || target === undefined || anchors(target).has(anchor)) return [];
    return [`${page.path}: ${path} has no heading #${anchor}`];
  });
}

const pages = new Map(readPages().map((page) => [page.path, page]));

test('there are pages to look at', () => {
  expect(pages.size).toBeGreaterThan(30);
});

test('every link within the repository leads to a file, and to a heading in it', () => {
  expect([...pages.values()].flatMap((page) => brokenLinks(page, pages))).toEqual([]);
});

test('every page can be reached from the README', () => {
  const reached = new Set<string>();
  const waiting = ['README.md'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const page = pages.get(path);
    if (page === undefined || reached.has(path)) continue;
    reached.add(path);
    waiting.push(...internalLinks(page).map((link) => link.path));
  }
  expect([...pages.keys()].filter((path) => !reached.has(path))).toEqual([]);
});

test('a planted broken link and a planted lost heading are found', () => {
  const text =
    '# One\n\n[gone](gone.md), [lost](#two), [here](#one), [out](https://example.com)\n\n```md\n[code](no.md)\n```\n';
  const page = { path: 'README.md', text };
  expect(brokenLinks(page, new Map([[page.path, page]]))).toEqual([
    'README.md: gone.md does not exist',
    'README.md: README.md has no heading #two',
  ]);
});
