import { open, readFile, unlink } from 'node:fs/promises';

const mine = new Set<string>();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function holderOf(path: string): Promise<number | null> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a file for this process, and answers with how to give it back. One that a dead process left is taken over; so is
 * one of this very number, since in a container every process is the first. Raises Error where another has it.
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  if (mine.has(path)) throw new Error(`${path}: the journal is open in this process already`);
  if (!(await create(path))) {
    const holder = await holderOf(path);
    if (holder !== null && holder !== process.pid && isAlive(holder))
      throw new Error(`${path}: process ${holder} has the journal; each process needs one of its own`);
    await unlink(path).catch(() => undefined);
    if (!(await create(path))) throw new Error(`${path}: another process has just taken the journal`);
  }
  mine.add(path);
  return async () => {
    mine.delete(path);
    await unlink(path).catch(() => undefined);
  };
}
