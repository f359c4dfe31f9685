import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/terminal/decode-text.ts';

describe('the text of a file', () => {
  it('is UTF-8, with a byte order mark or without', () => {
    expect(decodeText(Buffer.from('é€😀\n'))).toBe('é€😀\n');
    expect(decodeText(Buffer.from('\uFEFFtime,agent\n'))).toBe('time,agent\n');
  });

  it.each([
    ['Latin-1', Buffer.from('a\nb\nZürich\nd', 'latin1'), 'line 3 is not UTF-8'],
    ['a character cut off at the end', Buffer.from('a\n€').subarray(0, 4), 'line 2 is not UTF-8'],
    ['UTF-16 with its mark', Buffer.from('\uFEFFtime', 'utf16le'), 'it is UTF-16; save it as UTF-8'],
    ['UTF-16 without', Buffer.from('time\n', 'utf16le'), 'line 1 has a zero byte, as UTF-16 has'],
  ])('in %s is refused by line', (_name, bytes, message) => {
    expect(() => decodeText(bytes)).toThrow(message);
  });
});
