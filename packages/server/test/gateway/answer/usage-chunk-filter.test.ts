import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUsageChunkFilter } from '../../../src/gateway/answer/index.ts';

/** What the filter lets through, fed in pieces that end at these places. */
function filtered(stream: Buffer, cuts: readonly number[] = []): Buffer {
  const filter = createUsageChunkFilter();
  const out: Uint8Array[] = [];
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), stream.length]) {
    // A copy that is overwritten afterwards, as a socket's buffer may be.
    const piece = Buffer.from(stream.subarray(from, Math.max(from, cut)));
    for (const bytes of filter.push(piece)) out.push(Buffer.from(bytes));
    piece.fill(0);
    from = Math.max(from, cut);
  }
  for (const bytes of filter.end()) out.push(bytes);
  return Buffer.concat(out);
}

function textOf(stream: string, cuts: readonly number[] = []): string {
  return filtered(Buffer.from(stream), cuts).toString();
}

const content = '{"id":"c1","choices":[{"index":0,"delta":{"content":"hi, \\"choices\\":[]"}}],"usage":null}';
const usage = '{"id":"c1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":3,"total_tokens":5}}';

describe('the chunk that was asked for on behalf of nobody', () => {
  it('is taken out, and nothing else', () => {
    expect(textOf(`data: ${content}\n\ndata: ${usage}\n\ndata: [DONE]\n\n`)).toBe(
      `data: ${content}\n\ndata: [DONE]\n\n`,
    );
  });

  it.each([
    ['spaces', '{ "choices" : [ ] , "usage" : { "total_tokens": 5 } }'],
    ['usage first', '{"usage":{"choices":[1],"total_tokens":5},"choices":[]}'],
    ['an escaped name', '{"\\u0063hoices":[],"usage":{"total_tokens":5}}'],
    ['other lists', '{"a":[{"choices":[1]}],"b":"choices","choices":[],"usage":{}}'],
  ])('is known with %s', (_, json) => {
    expect(textOf(`data:${json}\r\n\r\ndata: [DONE]\r\n\r\n`)).toBe('data: [DONE]\r\n\r\n');
  });

  it('is taken out at the end of a stream that does not end its last event', () => {
    expect(textOf(`data: ${content}\n\ndata: ${usage}`)).toBe(`data: ${content}\n\n`);
  });

  it('may stand on several lines of data, with a comment and an id', () => {
    expect(textOf(`: ping\n\nid: 7\ndata: {"choices":[],\n: c\ndata: "usage":{}}\n\n: pong\n\n`)).toBe(
      ': ping\n\n: pong\n\n',
    );
  });
});

describe('all else passes', () => {
  it.each([
    ['no choices, but no usage: filter results', '{"choices":[],"prompt_filter_results":[{}]}'],
    ['no choices and a usage of null', '{"choices":[],"usage":null}'],
    ['a usage beside a choice', '{"choices":[{"delta":{}}],"usage":{"total_tokens":5}}'],
    ['a usage alone', '{"usage":{"total_tokens":5}}'],
    ['an error', '{"error":{"message":"no","choices":[]}}'],
    ['choices of null', '{"choices":null,"usage":{}}'],
    ['what is no JSON', '{"choices":[],"usage":{'],
    ['what is no object', '[{"choices":[],"usage":{}}]'],
    ['nothing', ''],
  ])('%s', (_, json) => {
    const stream = `data: ${json}\n\nevent: x\ndata: ${json}\n\n`;
    expect(textOf(stream)).toBe(stream);
  });

  it('also an event of 8 MiB, without being held', () => {
    const filter = createUsageChunkFilter();
    const begin = Buffer.from('data: {"id":"c1","choices":[{"delta":{"content":"');
    expect(Buffer.concat(filter.push(begin)).equals(begin)).toBe(true);
    const piece = Buffer.alloc(65_536, 'x');
    for (let part = 0; part < 128; part += 1) {
      expect(Buffer.concat(filter.push(piece)).equals(piece)).toBe(true);
    }
  });

  it('also what keeps its secret for too long', () => {
    const filter = createUsageChunkFilter();
    const begin = Buffer.from(`data: {"id":"${'x'.repeat(70_000)}`);
    expect(Buffer.concat(filter.push(begin)).equals(begin)).toBe(true);
    const rest = Buffer.from('","choices":[],"usage":{}}\n\n');
    expect(Buffer.concat(filter.push(rest)).equals(rest)).toBe(true);
  });
});

it('an event goes on as soon as its first choice begins, and as a view of what came', () => {
  const filter = createUsageChunkFilter();
  const whole = Buffer.from(`data: ${content}\n\n`);
  const decided = whole.indexOf('[{') + 1;
  expect(filter.push(whole.subarray(0, decided))).toEqual([]);
  expect(Buffer.concat(filter.push(whole.subarray(decided, decided + 1))).toString()).toBe(
    'data: {"id":"c1","choices":[{',
  );
  const rest = filter.push(whole.subarray(decided + 1));
  expect(rest[0]?.buffer).toBe(whole.buffer);
  expect(filter.push(whole)[0]?.buffer).toBe(whole.buffer);
});

describe('however the bytes are split', () => {
  const json = fc.constantFrom(
    content,
    usage,
    '{"choices":[],"usage":null}',
    '{"choices":[ ],"usage":{}}',
    '{"choices":[{}],"usage":{}}',
    '[DONE]',
    '{"choices":[],"usage":{"a":"é☃\\n"}}',
    '{"choices',
    '',
  );
  const field = fc.constantFrom('data: ', 'data:', 'data', 'event: ', ': ', 'dat: ', 'data:  ');
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const event = fc
    .tuple(fc.array(fc.tuple(field, json, lineEnd), { maxLength: 3 }), lineEnd)
    .map(([lines, end]) => lines.map((line) => line.join('')).join('') + end);
  const stream = fc.array(event, { maxLength: 6 }).map((events) => events.join(''));
  const cuts = fc.array(fc.nat(400), { maxLength: 40 });

  /** The same said plainly: the whole text is taken apart into events, and each is looked at by itself. */
  function plainly(text: string): string {
    const events: string[] = [];
    const lines: string[] = [];
    for (const line of text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []) {
      lines.push(line);
      if (/^[\r\n]+$/.test(line)) events.push(lines.splice(0).join(''));
    }
    return [...events, lines.join('')].filter((event) => !isUsageAlone(event)).join('');
  }

  function isUsageAlone(event: string): boolean {
    const data = event.split(/\r\n|\n|\r/).flatMap((line) => (line.startsWith('data:') ? [line.slice(5)] : []));
    try {
      const value = JSON.parse(data.join('\n')) as { choices?: unknown[]; usage?: unknown } | null;
      return value?.choices?.length === 0 && typeof value.usage === 'object' && value.usage !== null;
    } catch {
      return false;
    }
  }

  it('the same bytes pass', () => {
    fc.assert(
      fc.property(stream, cuts, (text, places) => {
        expect(textOf(text, places)).toBe(plainly(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('also one by one', () => {
    fc.assert(
      fc.property(stream, (text) => {
        const every = Array.from({ length: Buffer.byteLength(text) }, (_, at) => at);
        expect(textOf(text, every)).toBe(plainly(text));
      }),
      { numRuns: 300 },
    );
  });
});
