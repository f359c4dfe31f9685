/** A prompt that the simulator treats as it says: `wish('a-tag', 'output-tokens=5')`. */
export function wish(tag: string, ...settings: readonly string[]): string {
  return `Say something. [[sim ${[`tag=${tag}`, ...settings].join(' ')}]]`;
}

/** A PNG's signature and header, which say its size, as base64. */
export function pngOf(width: number, height: number): string {
  const head = Buffer.alloc(33);
  head.write('89504e470d0a1a0a0000000d49484452', 0, 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head.toString('base64');
}

/** The parameters of a function, as JSON Schema. */
export const citySchema = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
};
