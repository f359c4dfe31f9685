import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git']);

/** The files of the repository, by a walk: a download without git is to be testable too. */
function repositoryFiles(directory = ''): string[] {
  return readdirSync(`${root}${directory}`, { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? repositoryFiles(`${directory}${entry.name}/`) : [`${directory}${entry.name}`],
    );
}

const textFile = /\.(ts|tsx|mjs|cjs|js|json|sql|sh|md|yml|yaml)$|^\.ci\/|Dockerfile/;
const sourceFile = /\.(ts|tsx|mjs|cjs|sql)$/;
/** This file names what it forbids. */
const self = 'test/architecture/shape.test.ts';

interface Offence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Every line of the files that matches the pattern. */
function search(files: readonly string[], pattern: RegExp): Offence[] {
  return files.flatMap((file) =>
    readFileSync(`${root}${file}`, 'utf8')
      .split('\n')
      .flatMap((text, index) => (pattern.test(text) ? [{ file, line: index + 1, text: text.trim() }] : [])),
  );
}

const files = repositoryFiles().filter((file) => file !== self && file !== 'package-lock.json');
const texts = files.filter((file) => textFile.test(file));
const sources = files.filter((file) => sourceFile.test(file));

test('there are sources to look at', () => {
  expect(sources.length).toBeGreaterThan(50);
});

test('files are named in kebab case, after one thing, and not after what is left over', () => {
  const vague = /(^|[-/.])(utils?|helpers?|common|misc|shared-code|v\d+)([-/.]|$)/i;
  expect(files.filter((file) => vague.test(file))).toEqual([]);
  const kebab = /^[a-z0-9_]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
  expect(sources.filter((file) => !kebab.test(basename(file).replace(/^\./, '')))).toEqual([]);
});

test('no name ends in a version', () => {
  expect(search(sources, /\b(class|interface|type|function|const|let)\s+\w+V\d+\b/)).toEqual([]);
});

test('no test is left out, alone, or to be written', () => {
  expect(search(sources, /\b(test|it|describe|suite)\.(only|skip|todo|fails)\b/)).toEqual([]);
});

test('nothing is put off', () => {
  expect(search(sources, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
});

test('no file knows the machine it was written on; an example of a home belongs to someone', () => {
  expect(search(texts, /(^|[\s"'`(=])\/(work|home|Users)\/(?!someone\b)[a-z]/i)).toEqual([]);
});

test('no lint rule or type error is silenced without a reason', () => {
  expect(search(sources, /(oxlint|eslint)-disable(?!.*--\s)|@ts-(ignore|nocheck)|@ts-expect-error\s*$/)).toEqual([]);
});
