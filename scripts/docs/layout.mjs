import { escapeHtml } from './html.mjs';
import { wayTo } from './sources.mjs';

function entry(page, { place, title }) {
  const here = place === page.place ? ' aria-current="page"' : '';
  return `<a href="${wayTo(page.place, place)}"${here}>${escapeHtml(title)}</a>`;
}

function entries(page, list, byPath) {
  const items = list.map(({ path, children = [] }) => {
    const isHere = [path, ...children.map((child) => child.path)].includes(page.path);
    const below = isHere && children.length > 0 ? entries(page, children, byPath) : '';
    return `<li>${entry(page, byPath.get(path))}${below}</li>`;
  });
  return `<ul>${items.join('\n')}</ul>`;
}

/** Plain HTML that opens and closes by itself: the section of the page is open. */
function navigation(page, sections, byPath) {
  const parts = sections.map(({ title, entries: list }) => {
    const paths = list.flatMap(({ path, children }) => [path, ...children.map((child) => child.path)]);
    const open = paths.includes(page.path) || page.place === 'index.html' ? ' open' : '';
    return `<details${open}><summary>${escapeHtml(title)}</summary>${entries(page, list, byPath)}</details>`;
  });
  return `<nav id="navigation" class="navigation" aria-label="Documentation">
<a class="close" href="#content">Close</a>
${parts.join('\n')}
</nav>`;
}

function contents({ headings }) {
  const listed = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (listed.length < 2) return '';
  const items = listed.map(
    ({ depth, id, text }) => `<li class="depth-${depth}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join('\n')}</ul></nav>`;
}

function neighbours(page, order) {
  const at = order.findIndex(({ place }) => place === page.place);
  const link = (other, rel, label) =>
    other === undefined
      ? '<span></span>'
      : `<a rel="${rel}" href="${wayTo(page.place, other.place)}"><small>${label}</small> ${escapeHtml(other.title)}</a>`;
  return `<nav class="neighbours" aria-label="Pages before and after">${link(order[at - 1], 'prev', 'Before')}${link(order[at + 1], 'next', 'Next')}</nav>`;
}

/** The whole of a page. Everything that it loads lies beside it: no style, script or picture comes from elsewhere. */
export function layOut(page, { sections, byPath, order }) {
  const base = wayTo(page.place, 'index.html').replace(/index\.html$/, '');
  const title = page.place === 'index.html' ? 'Cofferdam documentation' : `${page.title} · Cofferdam`;
  return `<!doctype html>
<html lang="en" data-base="${base}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${base}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${base}site.css">
<script src="${base}theme.js"></script>
<script src="${base}search-index.js" defer></script>
<script src="${base}search.js" defer></script>
</head>
<body>
<header class="bar">
<a class="skip" href="#content">To the text</a>
<a class="brand" href="${base}index.html"><img src="${base}icon.svg" alt="" width="24" height="24">Cofferdam</a>
<div class="search" role="search"><input type="search" id="search" placeholder="Search" aria-label="Search the documentation" autocomplete="off" hidden></div>
<button class="theme" id="theme" type="button" hidden></button>
<a class="menu" href="#navigation">All pages</a>
</header>
<div class="page">
<main id="content" tabindex="-1">
<article>
${page.html}</article>
${neighbours(page, order)}
</main>
${contents(page)}
${navigation(page, sections, byPath)}
</div>
</body>
</html>
`;
}
