import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerKind,
  createStreamMeter,
  type MeteredUsage,
  readEvents,
  type StreamMeterOptions,
} from '../../../src/gateway/providers/index.ts';
import { CHAT_STREAM, gemini, MESSAGE_STREAM, sse } from './support/answers.ts';
import { hasRecordings, recordingOf, WITH_RECORDINGS } from './support/recordings.ts';

const encoder = new TextEncoder();

function meter(kind: AnswerKind, chunks: readonly Uint8Array[], options: StreamMeterOptions = {}): MeteredUsage {
  const streamMeter = createStreamMeter(kind, options);
  for (const chunk of chunks) streamMeter.push(chunk);
  return streamMeter.end();
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const chunks = [
  gemini(
    { promptTokenCount: 4, candidatesTokenCount: 2 },
    { candidates: [{ content: { parts: [{ text: 'héllo {"' }] } }] },
  ),
  gemini({ promptTokenCount: 4, candidatesTokenCount: 5, totalTokenCount: 9 }),
];

const STREAMS: readonly (readonly [string, AnswerKind, string])[] = [
  ['events', 'openai-chat', sse(CHAT_STREAM)],
  ['events whose lines end with CR LF', 'anthropic', sse(MESSAGE_STREAM, '\r\n')],
  ['events whose lines end with CR', 'anthropic', sse(MESSAGE_STREAM, '\r')],
  ['events after a byte order mark', 'anthropic', `\uFEFF${sse(MESSAGE_STREAM)}`],
  ['named events, comments and ids', 'anthropic', `: hi\n\nid: 1\nretry: 5\nevent: x\n${sse(MESSAGE_STREAM)}`],
  ['events without a blank after the colon', 'openai-chat', sse(CHAT_STREAM).replaceAll('data: ', 'data:')],
  ['events without the last blank line', 'anthropic', sse(MESSAGE_STREAM).trimEnd()],
  ['an event over several lines of data', 'openai-chat', sse(CHAT_STREAM).replace('"choices"', '\ndata: "choices"')],
  ['such an event with CR LF', 'openai-chat', sse(CHAT_STREAM, '\r\n').replace('"choices"', '\r\ndata: "choices"')],
  ['one object a line', 'anthropic', MESSAGE_STREAM.map((event) => JSON.stringify(event)).join('\n')],
  ['an array over many lines', 'gemini', JSON.stringify(chunks, null, 2)],
  [
    'an array as Gemini writes it',
    'gemini',
    `[${chunks.map((chunk) => JSON.stringify(chunk, null, 1)).join('\n,\r\n')}\n]`,
  ],
];

describe('the bytes of a stream', () => {
  const truths: Readonly<Partial<Record<AnswerKind, readonly unknown[]>>> = {
    gemini: chunks,
    anthropic: MESSAGE_STREAM,
    'openai-chat': CHAT_STREAM,
  };

  it.each(STREAMS)('%s are read alike, however they are split', (_what, kind, text) => {
    const truth = readEvents(kind, truths[kind] ?? []);
    expect(truth.missing).toBe(false);
    const bytes = encoder.encode(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        expect(meter(kind, split(bytes, cuts))).toEqual(truth);
      }),
    );
    // Empty chunks in between say nothing.
    const single = [...bytes].flatMap((byte) => [Uint8Array.of(byte), new Uint8Array(0)]);
    expect(meter(kind, single)).toEqual(truth);
  });

  it('belong to the caller, who may use them again for the next chunk', () => {
    const bytes = encoder.encode(sse(CHAT_STREAM));
    const streamMeter = createStreamMeter('openai-chat');
    const buffer = new Uint8Array(7);
    for (let at = 0; at < bytes.length; at += buffer.length) {
      const piece = bytes.subarray(at, at + buffer.length);
      buffer.set(piece);
      streamMeter.push(buffer.subarray(0, piece.length));
    }
    expect(streamMeter.end()).toEqual(readEvents('openai-chat', CHAT_STREAM));
  });

  it('are metered as they come', () => {
    const streamMeter = createStreamMeter('anthropic');
    const bytes = encoder.encode(sse(MESSAGE_STREAM));
    const middle = encoder.encode(sse(MESSAGE_STREAM.slice(0, 3))).length;
    streamMeter.push(bytes.subarray(0, middle));
    expect(streamMeter.delivered().textBytes).toBe(5);
    expect(streamMeter.soFar()).toMatchObject({ missing: true, usage: { input_tokens: 25 } });
    streamMeter.push(bytes.subarray(middle));
    expect(streamMeter.end()).toMatchObject({ missing: false, usage: { output_tokens: 9 } });
  });
});

describe('what is wrong in a stream', () => {
  const [first, ...others] = MESSAGE_STREAM;

  it('a malformed event loses itself alone', () => {
    const metered = meter('anthropic', [encoder.encode(sse([first, '{"type": "ping', ...others]))]);
    expect(metered).toMatchObject({ missing: false, usage: { input_tokens: 25, output_tokens: 9 } });
    expect(metered.flags).toEqual(['malformed_event']);
  });

  it('a broken line among objects loses itself alone', () => {
    const lines = [first, '{"type": "ping', ...others].map((line) =>
      typeof line === 'string' ? line : JSON.stringify(line),
    );
    const metered = meter('anthropic', [encoder.encode(lines.join('\n'))]);
    expect([metered.missing, metered.flags]).toEqual([false, ['malformed_event']]);
  });

  it('a stream that is cut within an event is truncated', () => {
    const bytes = encoder.encode(sse(MESSAGE_STREAM.slice(0, 3)));
    expect(meter('anthropic', [bytes.subarray(0, bytes.length - 20)]).flags).toEqual(['truncated_event']);
  });

  it.each(['\n', '\r\n'])('an event beyond the limit is skipped, the ones after it are read (%j)', (lineEnd) => {
    const huge = { type: 'content_block_delta', delta: { text: 'x'.repeat(10 * 1024 * 1024) } };
    const bytes = encoder.encode(sse([first, huge, ...others], lineEnd));
    const metered = meter('anthropic', split(bytes, [500, 70_000, 3_000_000, 9_000_000]));
    expect(metered).toMatchObject({ missing: false, usage: { output_tokens: 9 } });
    expect([metered.flags, metered.delivered.textBytes]).toEqual([['oversized_event'], 5]);
  });

  it('many lines of data are one event, and have its limit', () => {
    const text = `${'data: xxxxxxxxx\n'.repeat(100)}\n${sse(MESSAGE_STREAM)}`;
    expect(meter('anthropic', [encoder.encode(text)], { maxEventBytes: 500 }).flags).toEqual(['oversized_event']);
  });

  it('an object beyond the limit is skipped, the ones after it are read', () => {
    const huge = { type: 'ping', text: 'x'.repeat(2000) };
    const text = [first, huge, ...others].map((event) => JSON.stringify(event)).join('\n');
    const metered = meter('anthropic', split(encoder.encode(text), [300, 900, 1500]), { maxEventBytes: 1000 });
    expect([metered.missing, metered.flags]).toEqual([false, ['oversized_event']]);
  });

  it.each(['', '\n\n', ': only a comment\n\n', 'data:\n\n', 'data: [DONE]\n\n', 'not a stream', '<html></html>'])(
    '%j says nothing, and does no harm',
    (text) => {
      expect(meter('openai-chat', [encoder.encode(text)])).toMatchObject({ missing: true, usage: null });
    },
  );
});

describe.runIf(hasRecordings)(`recorded streams ${WITH_RECORDINGS}`, () => {
  it.each<[string, AnswerKind]>([
    ['openai-responses/openai-file-search-tool.1.chunks.txt', 'openai-responses'],
    ['anthropic/anthropic-web-fetch-tool.1.chunks.txt', 'anthropic'],
    ['google/google-reasoning.chunks.txt', 'gemini'],
    ['xai/xai-text.chunks.txt', 'openai-chat'],
  ])('%s is read alike as lines and as events, however it is split', (name, kind) => {
    const { text, provider } = recordingOf(name);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const truth = readEvents(
      kind,
      lines.map((line): unknown => JSON.parse(line)),
      { provider },
    );
    const [asLines, asEvents] = [encoder.encode(text), encoder.encode(sse(lines))];
    fc.assert(
      fc.property(fc.array(fc.nat(asLines.length), { maxLength: 10 }), (cuts) => {
        expect(meter(kind, split(asLines, cuts), { provider })).toEqual(truth);
        expect(meter(kind, split(asEvents, cuts), { provider })).toEqual(truth);
      }),
      { numRuns: 20 },
    );
  });
});
