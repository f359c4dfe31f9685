import { dirname, join, normalize } from 'node:path';
import { Marked } from 'marked';

const marked = new Marked({ gfm: true });

/** The links of a piece of a page that lead to other pages, each once, in order. */
function linksOf(tokens, from) {
  const paths = [];
  void marked.walkTokens(tokens, ({ type, href }) => {
    if (type !== 'link' || /^[a-z]+:|^#/.test(href)) return;
    paths.push(normalize(join(dirname(from), href.split('#')[0])));
  });
  return [...new Set(paths)];
}

/** The headings of the index with what stands under each. */
function sectionsOf({ path, text }) {
  const sections = [];
  for (const token of marked.lexer(text)) {
    if (token.type === 'heading' && token.depth === 2) sections.push({ title: token.text, tokens: [] });
    else sections.at(-1)?.tokens.push(token);
  }
  return sections.map(({ title, tokens }) => ({ title, paths: linksOf(tokens, path) }));
}

/**
 * The sections of the site: those of docs/README.md, with the pages that it names, in its order. A page that stands for
 * a folder brings those of its folder that it leads to; and what nobody names goes to the section that its folder has
 * most of, so that no page is lost.
 */
export function navigate(sources) {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const taken = new Set(['docs/README.md']);
  const index = byPath.get('docs/README.md');
  const named = new Set(sectionsOf(index).flatMap(({ paths }) => paths));
  const take = (path) => {
    if (taken.has(path) || !byPath.has(path)) return [];
    taken.add(path);
    const folder = dirname(path);
    const isIndex = path.endsWith('/README.md') && path.startsWith('docs/');
    const own = isIndex ? linksOf(marked.lexer(byPath.get(path).text), path) : [];
    // What the index names itself stands where it does so, and not under another page.
    const inFolder = own.filter(
      (one) => dirname(one) === folder && !named.has(one) && !taken.has(one) && byPath.has(one),
    );
    inFolder.forEach((one) => taken.add(one));
    return [{ path, children: inFolder.map((one) => ({ path: one, children: [] })) }];
  };
  const sections = sectionsOf(index)
    .map(({ title, paths }) => ({ title, entries: paths.flatMap(take) }))
    .filter(({ entries }) => entries.length > 0);
  for (const { path } of sources.filter(({ path }) => !taken.has(path))) {
    const isBeside = ({ path: other }) => dirname(other) === dirname(path);
    const home = sections.find(({ entries }) => entries.some(isBeside)) ?? sections.at(-1);
    home.entries.push({ path, children: [] });
  }
  return sections;
}
