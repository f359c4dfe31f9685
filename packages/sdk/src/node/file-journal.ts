import { appendFile, mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Intent, Journal } from '../journal/journal.ts';
import { lock } from './lock.ts';

/** A journal in a file; it belongs to one process at a time. */
export interface FileJournal extends Journal {
  /** Lets another process have it. */
  close(): Promise<void>;
}

type Line = { readonly put: Intent } | { readonly remove: string };

interface Waiting {
  readonly line: Line;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A file that holds nothing any more is emptied once it is so long. */
const longestBytes = 1 << 20;

/** What the lines come to, and those that cannot be read: the last one, where a crash cut it off. */
function readLines(text: string): { intents: Map<string, Intent>; unreadable: string[] } {
  const intents = new Map<string, Intent>();
  const unreadable: string[] = [];
  for (const each of text.split('\n').filter((line) => line !== '')) {
    const line = parsed(each);
    if (line === null) unreadable.push(each);
    else {
      // A later one stands at the end, as it did when it was put.
      intents.delete('put' in line ? line.put.id : line.remove);
      if ('put' in line) intents.set(line.put.id, line.put);
    }
  }
  return { intents, unreadable };
}

function parsed(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Partial<{ put: Partial<Intent>; remove: unknown }> | null;
    const isLine = typeof line?.put?.id === 'string' || typeof line?.remove === 'string';
    return isLine ? (line as Line) : null;
  } catch {
    return null;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Not every system can: then the name is as safe as that system makes it.
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Writes what is still to be done to a new file in the place of the old one. */
async function rewrite(path: string, intents: Iterable<Intent>): Promise<FileHandle> {
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile([...intents].map((put) => `${JSON.stringify({ put })}\n`).join(''));
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  await syncFolder(path);
  return open(path, 'a', 0o600);
}

interface Opened {
  readonly intents: Map<string, Intent>;
  readonly file: FileHandle;
  readonly unlock: () => Promise<void>;
}

async function openAt(path: string): Promise<Opened> {
  await mkdir(dirname(path), { recursive: true });
  const unlock = await lock(`${path}.lock`);
  try {
    const { intents, unreadable } = readLines(await readFile(path, 'utf8').catch(orNothing));
    if (unreadable.length > 0) await appendFile(`${path}.unreadable`, `${unreadable.join('\n')}\n`, { mode: 0o600 });
    return { intents, file: await rewrite(path, intents.values()), unlock };
  } catch (error) {
    await unlock();
    throw error;
  }
}

function orNothing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}

/** Writes lines behind each other, as many as are waiting at once; what is put is on the disk when its promise resolves. */
function createWriter({ file, intents }: Opened): (line: Line) => Promise<void> {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let isTorn = false;
  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const text = batch.map(({ line }) => `${JSON.stringify(line)}\n`).join('');
    // Where a write broke off, what follows begins a line of its own.
    await file.appendFile(isTorn ? `\n${text}` : text);
    if (batch.some(({ line }) => 'put' in line)) await file.datasync();
    const isIdle = intents.size === 0 && waiting.length === 0;
    if (isIdle && (await file.stat()).size > longestBytes) await file.truncate(0);
  }
  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await writeBatch(batch);
        isTorn = false;
        for (const { resolve: done } of batch) done();
      } catch (error) {
        isTorn = true;
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }
  return (line) =>
    new Promise((done, reject) => {
      waiting.push({ line, resolve: done, reject });
      if (isWriting) return;
      isWriting = true;
      void drain();
    });
}

/**
 * A journal in an NDJSON file, flushed to the disk before a call is made. It is opened by its first use, and what a crash
 * left of the last line is kept beside it. Its calls reject where the file cannot be written, or another process has it.
 */
export function fileJournal(name: string): FileJournal {
  const path = resolve(name);
  let opening: Promise<Opened & { write: (line: Line) => Promise<void> }> | null = null;
  const opened = () => (opening ??= openAt(path).then((state) => ({ ...state, write: createWriter(state) })));
  return {
    async put(intent) {
      const { intents, write } = await opened();
      intents.delete(intent.id);
      intents.set(intent.id, intent);
      await write({ put: intent });
    },
    async remove(id) {
      const { intents, write } = await opened();
      if (intents.delete(id)) await write({ remove: id });
    },
    pending: async () => [...(await opened()).intents.values()],
    async close() {
      if (opening === null) return;
      const { file, unlock } = await opening;
      opening = null;
      await file.close();
      await unlock();
    },
  };
}
