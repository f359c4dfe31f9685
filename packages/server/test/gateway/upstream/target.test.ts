import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../src/errors/problem.ts';
import { type ConnectionProvider, upstreamUrl } from '../../../src/gateway/upstream/index.ts';

function urlOf(provider: ConnectionProvider, baseUrl: string, path: string, query = ''): string {
  return upstreamUrl({ provider, baseUrl }, path, query).href;
}

describe('the URL of a call', () => {
  it.each<[ConnectionProvider, string, string, string]>([
    ['openai', 'https://api.openai.com/v1', '/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    ['openai', 'https://api.openai.com/v1/', '/v1/models/gpt-5', 'https://api.openai.com/v1/models/gpt-5'],
    ['openai-compatible', 'https://host/api/v3', '/v1/embeddings', 'https://host/api/v3/embeddings'],
    ['openai-compatible', 'http://localhost:11434/v1', '/v1/models', 'http://localhost:11434/v1/models'],
    ['anthropic', 'https://api.anthropic.com', '/v1/messages', 'https://api.anthropic.com/v1/messages'],
    ['anthropic', 'https://proxy/anthropic/', '/v1/messages', 'https://proxy/anthropic/v1/messages'],
    ['simulator', 'http://127.0.0.1:4400', '/v1/chat/completions', 'http://127.0.0.1:4400/v1/chat/completions'],
  ])('of %s at %s for %s', (provider, baseUrl, path, url) => {
    expect(urlOf(provider, baseUrl, path)).toBe(url);
  });

  it("keeps the client's encoding of a segment", () => {
    expect(urlOf('openai-compatible', 'https://host/v1', '/v1/models/meta-llama%2FLlama-3:free')).toBe(
      'https://host/v1/models/meta-llama%2FLlama-3:free',
    );
  });

  const gemini = '/v1beta/models/gemini-2.5-pro:streamGenerateContent';
  it.each([
    ['alt=sse', '?alt=sse'],
    ['beta=true', '?beta=true'],
    ['key=secret&alt=sse', '?alt=sse'],
    ['alt=sse&%6Bey=secret&access_token=t', '?alt=sse'],
    ['key=secret', ''],
    // Google's front end would leave the usage out of the answer.
    ['fields=candidates&$fields=candidates&callback=f', ''],
    ['', ''],
  ])('has the query %s as "%s"', (query, expected) => {
    const base = 'https://generativelanguage.googleapis.com';
    expect(urlOf('gemini', base, gemini, query)).toBe(`${base}${gemini}${expected}`);
  });

  it("keeps the query of the base URL, which the client's cannot change", () => {
    expect(urlOf('openai', 'https://host/v1?api-version=1', '/v1/models', 'api-version=2&limit=3')).toBe(
      'https://host/v1/models?api-version=1&limit=3',
    );
  });
});

describe('a path cannot leave the base URL', () => {
  it.each([
    '/v1/../admin',
    '/v1/models/..',
    '/v1/models/.',
    '/v1/models/%2e%2e/%2e%2e/admin',
    '/v1/models/%2E./x',
    '/v1/models/..%2f..%2fadmin',
    '/v1/models/%252e%252e%252fadmin',
    '/v1/models/x%5c..%5cadmin',
    '/v1/models/x\\..\\admin',
    '//evil.example/v1/models',
    '/v1//models',
    '/v1/models/',
    '/v1/models/a?b',
    '/v1/models/a#b',
    '/v1/models/a b',
    '/v1/models/\n',
    '/v1/models/%zz',
    '@evil.example/',
    'v1/models',
    '',
    '/',
  ])('%j is not found', (path) => {
    expect(() => urlOf('anthropic', 'https://api.example/base', path)).toThrow(ProblemError);
  });

  const pieces = [
    ...'/ // .. . %2e %2E%2e %252e %2f %5c \\ @ : ? # %00 ; % é %c0%ae ~ &key=x'.split(' '),
    ...'evil.example http://evil.example v1 models gemini'.split(' '),
    ' ',
    '\r\n',
  ];
  const piece = fc.constantFrom(...pieces);
  const path = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => `/${parts.join('')}`),
    fc.string({ unit: 'binary' }),
  );
  const provider = fc.constantFrom<ConnectionProvider>('openai', 'anthropic', 'gemini', 'simulator');

  it('whatever it consists of', () => {
    fc.assert(
      fc.property(provider, path, fc.string(), (name, path, query) => {
        let url: URL;
        try {
          url = upstreamUrl({ provider: name, baseUrl: 'https://api.example:8443/base/v1' }, path, query);
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
          return;
        }
        expect(url.origin).toBe('https://api.example:8443');
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
        expect(url.searchParams.has('key')).toBe(false);
        // What a careless server would make of it: decoded as a whole, with both kinds of slash, and then resolved.
        const decoded = url.pathname.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
        const depth = decoded.split(/[/\\]/);
        expect(depth).not.toContain('..');
        expect(url.pathname.startsWith('/base/v1/')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
