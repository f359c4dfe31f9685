import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { restoreLibraryLinks, type BinaryTree } from './binaries.ts';
import { systemErrorCode } from './errors.ts';
import { canRead, findClosedAncestor } from './permissions.ts';

/** Where root keeps binaries for the unprivileged user: outside every data directory, whose modes are not for this. */
export const sharedBinariesRoot = '/var/lib/cofferdam-postgres';

/**
 * A tree that the account (undefined: ourselves) can run, with its library links in place: the package's own where
 * that works, else a copy under `copyRoot`, made of hard links, so that it takes no space of its own.
 */
export async function runnableBinaries(
  tree: BinaryTree,
  account: Account | undefined,
  copyRoot: string,
): Promise<BinaryTree> {
  const readOnly = await restoreLibraryLinks(tree).then(
    () => false,
    (error: unknown) => isReadOnly(error),
  );
  const open = account === undefined || (await canRun(tree, account));
  return open && !readOnly ? tree : await copyBinaries(tree, copyRoot);
}

function isReadOnly(error: unknown): boolean {
  if (['EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(error) ?? '')) return true;
  throw error;
}

async function canRun(tree: BinaryTree, account: Account): Promise<boolean> {
  const server = join(await realpath(tree.directory), 'bin', 'postgres');
  return (await findClosedAncestor(server, account)) === undefined && canRead(await stat(server), account);
}

/**
 * Copies the tree to `<copyRoot>/<version>/native` unless it is there. Made aside and renamed, so that a start that is
 * killed half-way leaves nothing that looks complete, and of two starts at once one copy wins.
 */
export async function copyBinaries(tree: BinaryTree, copyRoot: string): Promise<BinaryTree> {
  await mkdir(copyRoot, { recursive: true, mode: 0o755 });
  const home = join(copyRoot, tree.version);
  const copy: BinaryTree = { directory: join(home, 'native'), version: tree.version };
  if (await exists(home)) return copy;
  const aside = await mkdtemp(join(copyRoot, '.new-'));
  try {
    await chmod(aside, 0o755);
    await copyTree(tree.directory, join(aside, 'native'));
    await restoreLibraryLinks({ ...tree, directory: join(aside, 'native') });
    await rename(aside, home);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(home))) throw error;
  }
  return copy;
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755 });
  // The mode given to mkdir is cut by the umask; a root shell with umask 077 would lock the other user out.
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(basename(await readlink(source)), target);
    else await linkOrCopy(source, target);
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  const { mode } = await stat(source);
  // A hard link shares its mode with the original, so a file that others cannot read must be copied.
  const readable = (mode & 0o004) !== 0;
  const linked =
    readable &&
    (await link(source, target).then(
      () => true,
      () => false,
    ));
  if (linked) return;
  await copyFile(source, target);
  await chmod(target, basename(dirname(target)) === 'bin' ? 0o755 : 0o644);
}
