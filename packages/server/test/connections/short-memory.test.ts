import { expect, it } from 'vitest';
import { createShortMemory } from '../../src/services/connections/short-memory.ts';

/** Reads that end when the test says so. */
function controlled() {
  const pending: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const read = (): Promise<string> => new Promise((resolve, reject) => pending.push({ resolve, reject }));
  return { pending, read };
}

function clockedMemory(remembers?: (value: string) => boolean) {
  let nowMs = 1_000;
  const memory = createShortMemory<string>(() => nowMs, 2_000, remembers);
  return { memory, pass: (ms: number) => (nowMs += ms) };
}

it('remembers for its time and no longer', async () => {
  const { memory, pass } = clockedMemory();
  expect(await memory.get('k', async () => 'first')).toBe('first');
  pass(1_999);
  expect(memory.get('k', async () => 'second')).toBe('first');
  pass(1);
  expect(await memory.get('k', async () => 'second')).toBe('second');
});

it('reads once for all who ask meanwhile', async () => {
  const { memory } = clockedMemory();
  const { pending, read } = controlled();
  const asked = [1, 2, 3].map(async () => memory.get('k', read));
  pending[0]?.resolve('v');
  expect(await Promise.all(asked)).toEqual(['v', 'v', 'v']);
  expect(pending).toHaveLength(1);
});

it('does not remember what was being read when it was told to forget', async () => {
  const { memory } = clockedMemory();
  const { pending, read } = controlled();
  const old = memory.get('k', read);
  memory.forget('k');
  const fresh = memory.get('k', read);
  pending[1]?.resolve('new');
  expect(await fresh).toBe('new');
  pending[0]?.resolve('old');
  expect(await old).toBe('old');
  expect(memory.get('k', read)).toBe('new');
});

it('does not remember a failure, nor what is not worth it', async () => {
  const { memory } = clockedMemory((value) => value !== '');
  await expect(memory.get('k', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await memory.get('k', async () => '')).toBe('');
  expect(await memory.get('k', async () => 'back')).toBe('back');
});
