import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Marked } from 'marked';
import { inCheckout } from '../checkout.mjs';
import { highlight } from './highlight.mjs';
import { escapeHtml } from './html.mjs';
import { createSlugs } from './slug.mjs';

function plain(tokens) {
  return tokens.map((token) => (token.tokens === undefined ? (token.text ?? '') : plain(token.tokens))).join('');
}

/**
 * Drawings become part of the page, so that they have its colours: the classes of their own style sheet are known to
 * the site's, which the policy of the pages lets in alone.
 */
function drawing(path) {
  return readFileSync(inCheckout(path), 'utf8')
    .replace(/<style>[\s\S]*?<\/style>\s*/, '')
    .replace(/<\?xml.*?\?>\s*/, '');
}

function picture(source, link, { href, text }) {
  const path = normalize(join(dirname(source.path), href));
  if (path.endsWith('.svg')) return `<span class="drawing">${drawing(path)}</span>`;
  const target = link(source, href);
  return `<a class="picture" href="${escapeHtml(target)}"><img src="${escapeHtml(target)}" alt="${escapeHtml(text)}" loading="lazy"></a>`;
}

/** What is wider than the page scrolls on its own, and by keyboard too. */
function table(renderer, token) {
  const row = (cells, tag) => {
    const html = cells.map(({ tokens }) => `<${tag}>${renderer.parser.parseInline(tokens)}</${tag}>`);
    return `<tr>${html.join('')}</tr>`;
  };
  const isHeaded = token.header.some(({ text }) => text !== '');
  const head = isHeaded ? `<thead>${row(token.header, 'th')}</thead>` : '';
  const body = token.rows.map((cells) => row(cells, 'td')).join('\n');
  return `<div class="table" role="region" aria-label="Table" tabindex="0"><table>${head}<tbody>${body}</tbody></table></div>\n`;
}

function renderer(source, link, headings) {
  const slug = createSlugs();
  return {
    heading({ tokens, depth, text }) {
      const id = slug(text);
      const html = this.parser.parseInline(tokens);
      headings.push({ depth, id, text: plain(tokens), html });
      if (depth === 1) return `<h1 id="${id}">${html}</h1>\n`;
      const label = escapeHtml(`Link to ${plain(tokens)}`);
      return `<h${depth} id="${id}">${html} <a class="anchor" href="#${id}" aria-label="${label}">#</a></h${depth}>\n`;
    },
    code({ text, lang = '' }) {
      const [name = ''] = lang.split(/\s/);
      const label = name === '' ? '' : ` data-language="${escapeHtml(name)}"`;
      return `<pre${label} tabindex="0"><code>${highlight(text, name)}</code></pre>\n`;
    },
    link({ href, tokens }) {
      return `<a href="${escapeHtml(link(source, href))}">${this.parser.parseInline(tokens)}</a>`;
    },
    image: (token) => picture(source, link, token),
    table(token) {
      return table(this, token);
    },
    // Pages have no HTML of their own but comments, which are for those who write them.
    html: ({ text }) => (/^\s*(<!--[\s\S]*?-->\s*)+$/.test(text) ? '' : escapeHtml(text)),
  };
}

/** A page's text as HTML, with its headings in order. */
export function renderPage(source, link) {
  const headings = [];
  const marked = new Marked({ gfm: true, renderer: renderer(source, link, headings) });
  const html = marked.parse(source.text);
  const title = headings.find(({ depth }) => depth === 1)?.text ?? source.path;
  return { ...source, html, headings, title };
}
