import { describe, expect, it } from 'vitest';
import { answerHeaders, type Credential, requestHeaders } from '../../../src/gateway/upstream/index.ts';

const openai: Credential = { provider: 'openai', protocol: 'openai', apiKey: 'sk-provider' };
const ours = { 'content-type': 'application/json', 'accept-encoding': 'identity' };

describe('the headers of the request', () => {
  it("are the client's own", () => {
    const client = {
      'anthropic-beta': 'context-1m-2025-08-07',
      'anthropic-version': '2023-06-01',
      'idempotency-key': 'stainless-node-retry-1',
      'openai-organization': 'org-1',
      'user-agent': 'OpenAI/JS 6.49.0',
      'x-stainless-retry-count': '1',
      accept: 'application/json',
    };
    expect(requestHeaders(client, openai, true)).toEqual({ ...client, ...ours, authorization: 'Bearer sk-provider' });
  });

  it('are without what is between the caller and us', () => {
    const client = {
      'accept-encoding': 'gzip, br',
      'api-key': 'caller',
      'content-encoding': 'gzip',
      'content-length': '12',
      'content-type': 'text/plain',
      'keep-alive': 'timeout=5',
      'proxy-authorization': 'Basic eA==',
      'transfer-encoding': 'chunked',
      'x-api-key': 'caller',
      'x-cofferdam-run': 'run-1',
      'x-custom-hop': 'a',
      'x-forwarded-for': '10.0.0.1',
      'x-goog-api-key': 'caller',
      'x-real-ip': '10.0.0.1',
      authorization: 'Bearer caller',
      connection: 'keep-alive, X-Custom-Hop',
      cookie: 'session=1',
      expect: '100-continue',
      forwarded: 'for=10.0.0.1',
      host: 'gateway.internal',
      te: 'trailers',
      upgrade: 'websocket',
      via: '1.1 proxy',
    };
    expect(requestHeaders(client, openai, true)).toEqual({ ...ours, authorization: 'Bearer sk-provider' });
  });

  it.each<[Credential['provider'], Credential['protocol'], Record<string, string>]>([
    ['openai', 'openai', { authorization: 'Bearer k' }],
    ['anthropic', 'anthropic', { 'x-api-key': 'k' }],
    ['gemini', 'gemini', { 'x-goog-api-key': 'k' }],
    ['openai-compatible', 'openai', { authorization: 'Bearer k' }],
    ['simulator', 'openai', { authorization: 'Bearer k' }],
    ['simulator', 'anthropic', { 'x-api-key': 'k' }],
    ['simulator', 'gemini', { 'x-goog-api-key': 'k' }],
  ])("carry the connection's key as %s takes it for %s", (provider, protocol, header) => {
    const client = { authorization: 'Bearer caller', 'x-api-key': 'caller', 'x-goog-api-key': 'caller' };
    expect(requestHeaders(client, { provider, protocol, apiKey: 'k' }, true)).toEqual({ ...ours, ...header });
  });

  it('carry no key where the upstream wants none, and no type where there is no body', () => {
    const keyless: Credential = { provider: 'openai-compatible', protocol: 'openai', apiKey: null };
    expect(requestHeaders({ authorization: 'Bearer caller' }, keyless, false)).toEqual({
      'accept-encoding': 'identity',
    });
  });

  it('carry no control characters', () => {
    const client = { a: 'b\r\nx-api-key: c', b: 'ok\ttab', c: 'nul\0', d: 'é', e: 'snow ☃', f: ['1', '2'] };
    expect(requestHeaders(client, openai, false)).toMatchObject({ b: 'ok\ttab', d: 'é', f: '1, 2' });
    expect(Object.keys(requestHeaders(client, openai, false))).not.toEqual(expect.arrayContaining(['a']));
    expect(Object.keys(requestHeaders(client, openai, false))).toHaveLength(5);
    const broken = { ...openai, apiKey: 'k\r\nhost: evil' };
    expect(() => requestHeaders({}, broken, true)).toThrow(
      expect.objectContaining({ kind: 'protocol', dispatched: false }),
    );
  });
});

describe('the headers of the answer', () => {
  const kept = {
    'anthropic-ratelimit-tokens-remaining': '100',
    'content-type': 'text/event-stream',
    'openai-processing-ms': '12',
    'request-id': 'req_1',
    'retry-after': '3',
    'x-ratelimit-remaining-requests': '99',
    'x-request-id': 'req_1',
    'x-should-retry': 'true',
  };

  it('are those that official clients read', () => {
    expect(answerHeaders(kept, false)).toEqual(kept);
  });

  it('are without what belongs to the connection, the site or the gateway', () => {
    const upstream = {
      ...kept,
      'alt-svc': 'h3=":443"',
      'clear-site-data': '"*"',
      'keep-alive': 'timeout=5',
      'set-cookie': ['__cf_bm=x', 'b=c'],
      'strict-transport-security': 'max-age=1',
      'transfer-encoding': 'chunked',
      'www-authenticate': 'Bearer',
      'x-cofferdam-remaining-usd': '1000',
      'x-hop': '1',
      connection: 'close, X-Hop',
      location: 'https://elsewhere.example',
    };
    expect(answerHeaders(upstream, false)).toEqual(kept);
  });

  it('say the length only of bytes that pass unchanged', () => {
    const length = { 'content-length': '12', etag: '"a"' };
    expect(answerHeaders(length, false)).toEqual(length);
    expect(answerHeaders(length, true)).toEqual({});
    expect(answerHeaders({ ...length, 'content-encoding': 'gzip' }, false)).toEqual({});
  });
});
