import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { type AnswerBody, BodyQueue } from './answer-body.ts';
import type { FieldValue } from './header-names.ts';
import { UpstreamFailed } from './upstream-failed.ts';

/** Makes the decoder of one coding, given the first byte that it will see. */
type MakeDecoder = (firstByte: number) => Transform;

/** As many codings one over the other are undone; more than one is hardly ever seen. */
const MAX_CODINGS = 3;

/** The low half of the first byte of a zlib wrapper, which some servers leave out though the standard asks for it. */
const ZLIB_METHOD = 8;

const DECODERS: ReadonlyMap<string, MakeDecoder> = new Map([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  ['deflate', (first) => ((first & 0x0f) === ZLIB_METHOD ? zlib.createInflate() : zlib.createInflateRaw())],
  ['br', () => zlib.createBrotliDecompress()],
  ...zstandard(),
]);

/** Only newer versions of Node have it. */
function zstandard(): [string, MakeDecoder][] {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof create === 'function' ? [['zstd', create as MakeDecoder]] : [];
}

/** The decoders in the order in which they are undone: the coding named last was applied last. */
function decodersOf(contentEncoding: FieldValue): MakeDecoder[] {
  const names = [contentEncoding ?? []].flat().flatMap((value) => value.toLowerCase().split(','));
  const codings = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  if (codings.length > MAX_CODINGS) throw unreadable(`the answer has ${codings.length} codings`);
  return codings.toReversed().map((name) => {
    const decoder = DECODERS.get(name);
    if (decoder === undefined) throw unreadable(`the answer's coding is not known: ${name.slice(0, 40)}`);
    return decoder;
  });
}

function unreadable(message: string, cause?: Error): UpstreamFailed {
  return new UpstreamFailed('protocol', message, true, cause === undefined ? {} : { cause });
}

/**
 * The body without its `Content-Encoding`, piece by piece as it comes. Raises `UpstreamFailed` at once for a coding that
 * is not known, and when it is read, after the bytes that were good, where the data are broken or end too early.
 */
export function decodeBody(body: AnswerBody, contentEncoding: FieldValue): AnswerBody {
  try {
    const decoders = decodersOf(contentEncoding);
    return decoders.length === 0 ? body : decodeWith(decoders, body);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

function decodeWith(decoders: readonly MakeDecoder[], body: AnswerBody): AnswerBody {
  let chain: Chain | null = null;
  const queue = new BodyQueue({
    pause: () => chain?.last.pause(),
    resume: () => chain?.last.resume(),
    abandon: () => {
      body.destroy();
      chain?.destroy();
    },
  });
  const feed = async (): Promise<void> => {
    for await (const chunk of body) {
      const [firstByte] = chunk;
      if (firstByte === undefined) continue;
      chain ??= openChain(decoders, firstByte, queue, () => body.destroy());
      await chain.write(chunk);
    }
    if (chain === null) queue.end();
    else chain.first.end();
  };
  feed().catch((error: Error) => {
    chain?.flush();
    queue.fail(error);
    chain?.destroy();
  });
  return queue;
}

/** Decoders one after the other. */
interface Chain {
  readonly first: Transform;
  readonly last: Transform;
  /** Waits until the chunk is decoded, however long the reader takes; also where the chain breaks over it. */
  write(chunk: Buffer): Promise<void>;
  /** Hands on what is decoded already and waits for a slow reader. */
  flush(): void;
  destroy(): void;
}

function openChain(decoders: readonly MakeDecoder[], firstByte: number, queue: BodyQueue, broken: () => void): Chain {
  const links = decoders.map((decoder, at) => decoder(at === 0 ? firstByte : ZLIB_METHOD));
  let wake: () => void = () => undefined;
  for (const [at, link] of links.entries()) {
    link.on('error', (error) => {
      queue.fail(unreadable('the answer cannot be decoded', error));
      broken();
      wake();
    });
    const next = links[at + 1];
    if (next !== undefined) link.pipe(next);
  }
  const [first, last] = [links[0], links.at(-1)];
  if (first === undefined || last === undefined) throw new Error('there is no decoder');
  last.on('data', (chunk: Buffer) => queue.push(chunk));
  last.on('end', () => queue.end());
  return {
    first,
    last,
    write: (chunk) =>
      new Promise((resolve) => {
        wake = resolve;
        first.write(chunk, () => resolve());
      }),
    flush() {
      while (last.read() !== null);
    },
    destroy() {
      for (const link of links) link.destroy();
      wake();
    },
  };
}
