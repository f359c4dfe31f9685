/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** What a picture is taken for when its size cannot be seen: a link, a file id, a format other than PNG. */
export const assumedSize: ImageSize = { width: 1024, height: 1024 };

const pngSignature = '89504e470d0a1a0a';
const headerLength = 24;

/** Reads the size from the header of a PNG, given as base64; any other picture has the assumed size. */
export function imageSize(base64: string): ImageSize {
  // 32 characters of base64 are the 24 bytes up to the end of width and height.
  const head = Buffer.from(base64.slice(0, 32), 'base64');
  if (head.length < headerLength || head.toString('hex', 0, 8) !== pngSignature) return assumedSize;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Reads the size of a picture behind a URL: of its bytes when it is a `data:` URL, else the assumed one. */
export function imageSizeOfUrl(url: string): ImageSize {
  const comma = url.indexOf(',');
  return url.startsWith('data:') && comma >= 0 ? imageSize(url.slice(comma + 1)) : assumedSize;
}
