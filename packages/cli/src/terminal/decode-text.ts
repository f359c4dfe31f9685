const utf16Marks = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;
const lineFeed = 0x0a;

/** The text of a file, which is UTF-8, with a byte order mark or without. Throws an Error that names the line where it is none. */
export function decodeText(bytes: Uint8Array): string {
  if (utf16Marks.some(([first, second]) => bytes[0] === first && bytes[1] === second))
    throw new Error('it is UTF-16; save it as UTF-8');
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new Error(`line ${lineAt(bytes, zero)} has a zero byte, as UTF-16 has; save it as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = firstBadLine(bytes);
    throw new Error(`line ${line} is not UTF-8 but of another encoding, such as Latin-1; save it as UTF-8`);
  }
}

/** Lines can be looked at one by one: no other character of UTF-8 has the byte of a line end in it. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let from = 0, line = 1; ; line += 1) {
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

function lineAt(bytes: Uint8Array, position: number): number {
  return bytes.subarray(0, position).reduce((line, byte) => (byte === lineFeed ? line + 1 : line), 1);
}
