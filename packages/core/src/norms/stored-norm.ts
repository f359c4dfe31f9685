import { bucketCount } from './bucket.ts';
import { type Generation, type Norm, type NormPart, normParts } from './norm.ts';
import { Sketch } from './sketch.ts';

/** A stored norm that this version cannot read. */
export class UnreadableNorm extends Error {
  override readonly name = 'UnreadableNorm';
}

const version = 1;

/** Seven bits a byte, the lowest first; the eighth says that there is more. */
function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function pushSketch(bytes: number[], sketch: Sketch): void {
  const buckets = [...sketch.buckets()];
  pushNumber(bytes, buckets.length);
  let last = 0;
  for (const [bucket, count] of buckets) {
    pushNumber(bytes, bucket - last);
    pushNumber(bytes, count);
    last = bucket;
  }
}

function pushGeneration(bytes: number[], { sinceMs, count, parts }: Generation): void {
  pushNumber(bytes, sinceMs);
  pushNumber(bytes, count);
  const present = normParts.filter((part) => parts.has(part));
  pushNumber(bytes, present.length);
  for (const part of present) {
    pushNumber(bytes, normParts.indexOf(part));
    pushSketch(bytes, parts.get(part)!);
  }
}

/** A norm in bytes: two for each bucket that holds something, a kilobyte or so in all. */
export function encodeNorm({ previous, current }: Norm): Uint8Array {
  const bytes: number[] = [version, previous === null ? 1 : 2];
  if (previous !== null) pushGeneration(bytes, previous);
  pushGeneration(bytes, current);
  return Uint8Array.from(bytes);
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new UnreadableNorm('a stored norm ends too early');
      this.#at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  sketch(): Sketch {
    const sketch = new Sketch();
    let bucket = 0;
    for (let left = this.number(); left > 0; left -= 1) {
      bucket += this.number();
      if (bucket >= bucketCount) throw new UnreadableNorm(`a stored norm has a bucket ${bucket}`);
      sketch.addToBucket(bucket, this.number());
    }
    return sketch;
  }

  generation(): Generation {
    const [sinceMs, count] = [this.number(), this.number()];
    const parts = new Map<NormPart, Sketch>();
    for (let left = this.number(); left > 0; left -= 1) {
      const part = normParts[this.number()];
      if (part === undefined) throw new UnreadableNorm('a stored norm has a part that is not known');
      parts.set(part, this.sketch());
    }
    return { sinceMs, count, parts };
  }
}

/** Reads what `encodeNorm` wrote. Raises UnreadableNorm. */
export function decodeNorm(bytes: Uint8Array): Norm {
  const reader = new Reader(bytes);
  const written = reader.number();
  if (written !== version) throw new UnreadableNorm(`a stored norm is of version ${written}, not ${version}`);
  const previous = reader.number() === 2 ? reader.generation() : null;
  return { previous, current: reader.generation() };
}
