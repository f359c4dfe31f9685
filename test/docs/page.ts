import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname;

/** A page of documentation. `path` is its place in the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a page, in words. */
export type Problem = string;

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

function packagePages(): string[] {
  return readdirSync(join(root, 'packages'))
    .map((name) => join('packages', name, 'README.md'))
    .filter((path) => existsSync(join(root, path)));
}

function readPage(path: string): Page {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

/** Every page that people read. */
export function readPages(): Page[] {
  return [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'examples/README.md',
    ...pagesIn('docs'),
    ...packagePages(),
  ].map(readPage);
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

export function codeBlocks({ text }: Page): CodeBlock[] {
  return [...text.matchAll(fence)].map(([, language = '', code = '']) => ({ language, code }));
}

/** The prose of a page: what a link or a heading can stand in. */
function prose({ text }: Page): string {
  return text.replace(fence, '').replace(/<!--[\s\S]*?-->/g, '');
}

/** The pieces of code within sentences. */
export function codeSpans(page: Page): string[] {
  return [...prose(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** A heading's anchor as code hosts make it: lower case, blanks to dashes, without punctuation. */
function anchorOf(heading: string): string {
  const words = heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

export function anchors(page: Page): Set<string> {
  return new Set([...prose(page).matchAll(/^#{1,6} +(.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

export interface Link {
  /** The place in the repository that the link leads to. */
  readonly path: string;
  readonly anchor: string | null;
}

/** The links of a page that stay within the repository. */
export function internalLinks(page: Page): Link[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = null] = target.split('#');
      return { path: file === '' ? page.path : normalize(join(dirname(page.path), file)), anchor };
    });
}
