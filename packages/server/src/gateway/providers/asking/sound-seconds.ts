// MPEG audio, layer III, has at least 8 kbit/s in every frame: the lowest rate of its header's table.
const LEAST_MP3_BYTES_PER_SECOND = 1000;

const PCM = 1;

/** How long a sound given as base64 plays at most, in seconds; null where its head does not say it. WAV with PCM, and MP3. */
export function soundSeconds(base64: string): number | null {
  const head = Buffer.from(base64.slice(0, 64), 'base64');
  const bytes = Math.ceil((base64.length * 3) / 4);
  if (isMp3(head)) return Math.ceil(bytes / LEAST_MP3_BYTES_PER_SECOND);
  const rate = pcmBytesPerSecond(head);
  return rate === null ? null : Math.ceil(bytes / rate);
}

function isMp3(head: Buffer): boolean {
  if (head.length < 4) return false;
  return head.toString('latin1', 0, 3) === 'ID3' || (head[0] === 0xff && (head.readUInt8(1) & 0xe6) === 0xe2);
}

// The rate stands in the header twice, and the slower one counts.
function pcmBytesPerSecond(head: Buffer): number | null {
  if (head.length < 36 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 16) !== 'WAVEfmt ') {
    return null;
  }
  const rate = Math.min(head.readUInt32LE(28), head.readUInt32LE(24) * head.readUInt16LE(32));
  return head.readUInt16LE(20) === PCM && rate > 0 ? rate : null;
}
