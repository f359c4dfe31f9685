import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyQueue } from '../../../src/gateway/upstream/answer-body.ts';
import { type AnswerBody, decodeBody, UpstreamFailed } from '../../../src/gateway/upstream/index.ts';
import { readAll } from './support/upstream.ts';

/** A body that is written by hand, and what was asked of its source. */
function bodyByHand(): { queue: BodyQueue; asked: string[] } {
  const asked: string[] = [];
  const say = (what: string) => () => void asked.push(what);
  return { queue: new BodyQueue({ pause: say('pause'), resume: say('resume'), abandon: say('abandon') }), asked };
}

/** A body of these bytes, in pieces of these sizes and one of the rest. */
function bodyOf(bytes: Buffer, sizes: readonly number[] = []): AnswerBody {
  async function* pieces(): AsyncGenerator<Buffer, undefined> {
    let at = 0;
    for (const size of sizes) {
      yield bytes.subarray(at, at + size);
      at += size;
    }
    yield bytes.subarray(at);
  }
  return { destroy: () => undefined, [Symbol.asyncIterator]: pieces };
}

async function textOf(body: AnswerBody): Promise<{ text: string; error: unknown }> {
  const { bytes, error } = await readAll(body);
  return { text: bytes.toString(), error };
}

const text = Array.from({ length: 2_000 }, (_, line) => `data: {"line":${line}}\n\n`).join('');

describe('a body is decoded', () => {
  it.each<[string | string[], Buffer]>([
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    [['br', 'identity, gzip'], gzipSync(brotliCompressSync(text))],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
  ])('from %s', async (coding, bytes) => {
    expect(await textOf(decodeBody(bodyOf(bytes), coding))).toEqual({ text, error: null });
  });

  it('however it is split', async () => {
    const bytes = gzipSync(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 30 }), async (sizes) => {
        expect(await textOf(decodeBody(bodyOf(bytes, sizes), 'gzip'))).toEqual({ text, error: null });
      }),
      { numRuns: 50 },
    );
  });

  it('piece by piece, as far as it came', async () => {
    const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
    const { queue } = bodyByHand();
    gzip.on('data', (chunk: Buffer) => queue.push(chunk));
    const reader = decodeBody(queue, 'gzip')[Symbol.asyncIterator]();
    for (const event of ['data: one\n\n', 'data: two\n\n']) {
      gzip.write(event);
      expect(String((await reader.next()).value)).toBe(event);
    }
    await reader.return?.();
  });

  it('where it is empty', async () => {
    expect(await textOf(decodeBody(bodyOf(Buffer.alloc(0)), 'gzip'))).toEqual({ text: '', error: null });
  });
});

describe('a coding that is not known', () => {
  it.each(['compress', 'gzip, aes128gcm', 'gzip,gzip,gzip,gzip', 'constructor'])('%s is refused at once', (coding) => {
    const { queue, asked } = bodyByHand();
    expect(() => decodeBody(queue, coding)).toThrow(UpstreamFailed);
    expect(asked).toEqual(['abandon']);
  });
});

describe('a broken body gives what was good, then fails', () => {
  const noise = randomBytes(200_000);
  const bytes = gzipSync(noise);

  it('where it ends too early', async () => {
    const read = await readAll(decodeBody(bodyOf(bytes.subarray(0, 150_000)), 'gzip'));
    expect(read.error).toMatchObject({ kind: 'protocol', dispatched: true });
    expect(read.bytes.length).toBeGreaterThan(100_000);
    expect(read.bytes.equals(noise.subarray(0, read.bytes.length))).toBe(true);
  });

  it('where it is corrupt', async () => {
    const corrupt = Buffer.from(gzipSync(text));
    corrupt.fill(0xff, corrupt.length / 2, corrupt.length / 2 + 50);
    const sizes = Array.from({ length: 100 }, () => 20);
    const read = await readAll(decodeBody(bodyOf(corrupt, sizes), 'gzip'));
    expect(read.error).toMatchObject({ kind: 'protocol', dispatched: true });
    expect(read.bytes.length).toBeGreaterThan(text.length / 4);
    expect(text.startsWith(read.bytes.subarray(0, text.length / 4).toString())).toBe(true);
  });

  it('where the upstream broke off: with its failure', async () => {
    const { queue } = bodyByHand();
    const failure = new UpstreamFailed('reset', 'gone', true);
    queue.push(bytes.subarray(0, 150_000));
    queue.fail(failure);
    const read = await readAll(decodeBody(queue, 'gzip'));
    expect(read.error).toBe(failure);
    expect(read.bytes.length).toBeGreaterThan(100_000);
    expect(read.bytes.equals(noise.subarray(0, read.bytes.length))).toBe(true);
  });
});

describe('memory is bounded', () => {
  it('where a little unpacks to very much, and is read slowly', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const reader = decodeBody(bodyOf(bomb), 'gzip')[Symbol.asyncIterator]();
    let [read, largest] = [0, 0];
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      read += next.value.length;
      largest = Math.max(largest, next.value.length);
      // Time in which a decoder that does not wait would go on.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBe(64 * 1024 * 1024);
    expect(largest).toBeLessThanOrEqual(128 * 1024);
  });

  it('where nobody reads: the source is told to wait, and to stop when the body is destroyed', async () => {
    const { queue, asked } = bodyByHand();
    const decoded = decodeBody(queue, 'gzip');
    const bytes = gzipSync(randomBytes(4 * 1024 * 1024));
    for (let at = 0; at < bytes.length; at += 65_536) queue.push(bytes.subarray(at, at + 65_536));
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toContain('pause');
    expect(asked.at(-1)).toBe('pause');
    decoded.destroy();
    expect(asked.at(-1)).toBe('abandon');
  });
});
