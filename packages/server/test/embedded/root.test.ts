import { chmod, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBinaries, restoreLibraryLinks } from '../../src/store/embedded/binaries.ts';
import { DataDirectoryUnreachable } from '../../src/store/embedded/index.ts';
import { copyBinaries, runnableBinaries } from '../../src/store/embedded/shared-binaries.ts';
import { queryOnce } from './query.ts';
import { startForTest, temporaryDirectory } from './temporary.ts';

const asRoot = process.getuid?.() === 0;

describe.runIf(asRoot)('as root', () => {
  test('a 0700 directory of root stays root’s, and lets the database user pass and no more', async () => {
    const dataDir = await temporaryDirectory();
    await writeFile(join(dataDir, 'admin-key'), 'secret', { mode: 0o600 });
    const { embedded } = await startForTest(dataDir);
    const outer = await stat(dataDir);
    const cluster = await stat(join(dataDir, 'postgres'));
    expect(outer).toMatchObject({ uid: 0, gid: cluster.gid });
    expect(outer.mode & 0o777).toBe(0o710);
    expect(cluster.uid).not.toBe(0);
    const read = spawnSync('cat', [join(dataDir, 'admin-key')], { uid: cluster.uid, gid: cluster.gid, cwd: '/' });
    expect(read.status).not.toBe(0);
    expect(await queryOnce(embedded.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a parent that the database user cannot enter is named, with the way out', async () => {
    const parent = await temporaryDirectory();
    const start = startForTest(join(parent, 'data'));
    await expect(start).rejects.toBeInstanceOf(DataDirectoryUnreachable);
    await expect(start).rejects.toThrow(`chmod o+x ${parent}`);
  });

  test('group permissions that somebody set are not changed', async () => {
    const dataDir = await temporaryDirectory();
    await chmod(dataDir, 0o750);
    await expect(startForTest(dataDir)).rejects.toBeInstanceOf(DataDirectoryUnreachable);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o750);
  });

  test('binaries below a directory that the database user cannot enter are linked to where it can', async () => {
    const closed = await temporaryDirectory();
    const tree = await copyBinaries(await findBinaries(), closed);
    const open = await temporaryDirectory();
    await chmod(open, 0o755);
    const stranger = { uid: 65_534, gid: 65_534, name: 'nobody' };
    const runnable = await runnableBinaries(tree, stranger, open);
    expect(runnable.directory.startsWith(open)).toBe(true);
    const version = spawnSync(join(runnable.directory, 'bin', 'postgres'), ['--version'], { ...stranger, cwd: '/' });
    expect(version.stdout.toString()).toContain('(PostgreSQL) 18');
    const [original, linked] = await Promise.all(
      [tree, runnable].map(({ directory }) => stat(join(directory, 'bin', 'postgres'))),
    );
    expect(linked?.ino).toBe(original?.ino);
  });
});

test('two servers that copy the binaries at once get one complete copy', async () => {
  const root = await temporaryDirectory();
  const tree = await findBinaries();
  const copies = await Promise.all([copyBinaries(tree, root), copyBinaries(tree, root)]);
  expect(copies[0]).toEqual(copies[1]);
  expect(await readdir(root)).toEqual([tree.version]);
  const run = spawnSync(join(copies[0].directory, 'bin', 'postgres'), ['--version']);
  expect(run.stdout.toString()).toContain('(PostgreSQL) 18');
});

test('library links that an install script did not make are made, and those that exist are left alone', async () => {
  const tree = await copyBinaries(await findBinaries(), await temporaryDirectory());
  const library = join(tree.directory, 'lib');
  const links = (await readdir(library, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink());
  const targets = await Promise.all(links.map((entry) => readlink(join(library, entry.name))));
  await Promise.all(links.slice(1).map((entry) => rm(join(library, entry.name))));
  await restoreLibraryLinks(tree);
  expect(await Promise.all(links.map((entry) => readlink(join(library, entry.name))))).toEqual(targets);
});
