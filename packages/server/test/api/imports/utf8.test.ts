import { describe, expect, it } from 'vitest';
import { DamagedTable } from '../../../src/services/imports/csv-reader.ts';
import { textOf } from '../../../src/services/imports/utf8.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(bytes: Uint8Array, size: number): Promise<string | number> {
  let text = '';
  try {
    for await (const piece of textOf(pieces(bytes, size))) text += piece;
    return text;
  } catch (error) {
    if (error instanceof DamagedTable) return error.line;
    throw error;
  }
}

const sizes = [1, 2, 3, 5, 7, 1_000];

describe('a file, in pieces of any size', () => {
  it.each(sizes)('of %i bytes is read as it was written, without its byte order mark', async (size) => {
    const text = 'time,agent\nZürich,€\n😀,\uFEFFé\n';
    expect(await read(Buffer.from(text), size)).toBe(text);
    expect(await read(Buffer.from(`\uFEFF${text}`), size)).toBe(text);
  });

  it.each(sizes)('of %i bytes is refused by the line that is not UTF-8', async (size) => {
    expect(await read(Buffer.from('a\nb\nZürich\nd\n', 'latin1'), size)).toBe(3);
    expect(await read(Buffer.from('a\nb\nü', 'latin1'), size)).toBe(3);
    expect(await read(Buffer.from('a\n€\n').subarray(0, 4), size)).toBe(2);
    expect(await read(Buffer.from('a\n\ud83d', 'utf16le'), size)).toBe(1);
    expect(await read(Buffer.from('\uFEFFtime\n', 'utf16le'), size)).toBe(1);
    expect(await read(Buffer.from([0x61, 0x0a, 0xc0, 0xaf]), size)).toBe(2);
    expect(await read(Buffer.from([0x61, 0x0a, 0x80, 0x80, 0x80, 0x80]), size)).toBe(2);
  });
});
