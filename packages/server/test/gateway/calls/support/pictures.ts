/** A PNG of a size, as base64: its head, which is all that says the size. */
export function png(width: number, height: number): string {
  const head = Buffer.alloc(33);
  head.write('89504e470d0a1a0a0000000d49484452', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head.toString('base64');
}

/** A JPEG of a size, as base64, with a block of a camera's data in front of its frame. */
export function jpeg(width: number, height: number): string {
  const camera = Buffer.concat([Buffer.from('ffe103ea', 'hex'), Buffer.alloc(1000, 0xc0)]);
  const frame = Buffer.from('ffc0001108000000000301220002110103110100', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), camera, frame]).toString('base64');
}

/** A WAV of PCM, as base64: `seconds` of silence. */
export function wav(seconds: number, bytesPerSecond = 16_000): string {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(bytesPerSecond / 2, 24);
  head.writeUInt32LE(bytesPerSecond, 28);
  head.writeUInt16LE(2, 32);
  return Buffer.concat([head, Buffer.alloc(seconds * bytesPerSecond)]).toString('base64');
}
