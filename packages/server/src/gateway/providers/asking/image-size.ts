/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

// Where a camera's data is in front of the frame of a JPEG, it lies this far in at most; base64 is a third longer.
const HEAD_CHARACTERS = 400_000;

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** The size of a PNG or JPEG, given as base64; null for any other, and where the head does not say it. */
export function imageSize(base64: string): ImageSize | null {
  const head = Buffer.from(base64.slice(0, HEAD_CHARACTERS), 'base64');
  if (head.length >= 24 && head.toString('hex', 0, 8) === PNG_SIGNATURE) {
    return positive({ width: head.readUInt32BE(16), height: head.readUInt32BE(20) });
  }
  return head.length >= 4 && head.readUInt16BE(0) === 0xffd8 ? jpegSize(head) : null;
}

// The markers C0 to CF start a frame, but for the tables of Huffman (C4), the extension (C8) and arithmetic coding (CC).
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function jpegSize(head: Buffer): ImageSize | null {
  let at = 2;
  while (at + 9 <= head.length && head[at] === 0xff) {
    const marker = head.readUInt8(at + 1);
    if (startsFrame(marker)) return positive({ width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) });
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

function positive(size: ImageSize): ImageSize | null {
  return size.width > 0 && size.height > 0 ? size : null;
}
