import { readFile } from 'node:fs/promises';
import { systemErrorCode } from './errors.ts';

/** Whether a process of this id exists; one of another user counts. */
export function isAlive(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && signal(pid, 0) !== 'gone';
}

/** Signals a process; `gone` if there is none, `forbidden` if it belongs to somebody else. */
export function signal(pid: number, name: NodeJS.Signals | 0): 'sent' | 'gone' | 'forbidden' {
  try {
    process.kill(pid, name);
    return 'sent';
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') return 'gone';
    if (systemErrorCode(error) === 'EPERM') return 'forbidden';
    throw error;
  }
}

/**
 * The name of the program that a process runs, where the system tells (Linux); undefined elsewhere. Process ids are
 * reused, after a reboot or in a container very soon, so an id read from a file proves nothing by itself.
 */
export async function programOf(pid: number): Promise<string | undefined> {
  return await readFile(`/proc/${pid}/comm`, 'utf8').then(
    (name) => name.trim(),
    () => undefined,
  );
}
