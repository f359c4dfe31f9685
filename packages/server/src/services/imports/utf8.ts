import { DamagedTable } from './csv-reader.ts';

const lineFeed = 0x0a;
const byteOrderMark = '\uFEFF';

/** As a character's first byte says it. */
function lengthOf(firstByte: number): number {
  if (firstByte < 0xe0) return 2;
  return firstByte < 0xf0 ? 3 : 4;
}

/** How many bytes of a character that goes on in the next piece stand at the end of this one. */
function begunAtEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

/** The line of the first byte that is no UTF-8: no other character of it has the byte of a line end in it. */
function damagedLine(bytes: Uint8Array, firstLine: number): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let [from, line] = [0, firstLine]; ; line += 1) {
    const end = bytes.indexOf(lineFeed, from);
    try {
      decoder.decode(bytes.subarray(from, end < 0 ? undefined : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    from = end + 1;
  }
}

function decode(bytes: Uint8Array, line: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DamagedTable(damagedLine(bytes, line), 'is not UTF-8 but of another encoding, such as Latin-1 or UTF-16');
  }
}

/** The text of a file as it comes in. Raises `DamagedTable` where it is not UTF-8; a byte order mark is left away. */
export async function* textOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let [line, isFirst] = [1, true];
  let begun: Uint8Array = new Uint8Array();
  const read = (bytes: Uint8Array): string => {
    const text = decode(bytes, line);
    const zero = text.indexOf('\0');
    if (zero >= 0) {
      const damaged = line + text.slice(0, zero).split('\n').length - 1;
      throw new DamagedTable(damaged, 'has a zero byte, as UTF-16 has: save the file as UTF-8');
    }
    line += text.split('\n').length - 1;
    const marked = isFirst && text.startsWith(byteOrderMark);
    isFirst &&= text === '';
    return marked ? text.slice(1) : text;
  };
  for await (const piece of body) {
    const bytes = begun.length === 0 ? piece : Buffer.concat([begun, piece]);
    const whole = bytes.length - begunAtEnd(bytes);
    begun = bytes.subarray(whole);
    yield read(bytes.subarray(0, whole));
  }
  yield read(begun);
}
