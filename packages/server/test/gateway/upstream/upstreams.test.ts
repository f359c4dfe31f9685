import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { problemOfFailure, UpstreamFailed } from '../../../src/gateway/upstream/index.ts';
import { createTargetGuard } from '../../../src/services/outbound/target-guard.ts';
import { openUpstreams, readAll, request, startRawUpstream, startUpstream } from './support/upstream.ts';

async function failureOf(promise: Promise<unknown>): Promise<UpstreamFailed> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamFailed) return error;
  throw new Error('it did not fail as an upstream does', { cause: error });
}

describe('an answer', () => {
  it('comes with its status, headers and bytes, and the request with its body', async () => {
    const upstream = await startUpstream((incoming, outgoing) => {
      outgoing.writeHead(418, { 'x-request-id': 'req_1' });
      outgoing.write(`${incoming.method} ${incoming.url} `);
      incoming.pipe(outgoing);
    });
    const answer = await openUpstreams().send(request(`${upstream.url}/v1/chat?alt=sse`, { body: '{"a":"é"}' }));
    expect([answer.status, answer.headers['x-request-id']]).toEqual([418, 'req_1']);
    expect((await readAll(answer.body)).bytes.toString()).toBe('POST /v1/chat?alt=sse {"a":"é"}');
  });

  it('is passed on piece by piece, while the rest has yet to be sent', async () => {
    let sendRest = (): void => undefined;
    const upstream = await startUpstream((_, outgoing) => {
      outgoing.write('first');
      sendRest = () => outgoing.end('rest');
    });
    const { body } = await openUpstreams().send(request(upstream.url));
    const pieces: string[] = [];
    for await (const chunk of body) {
      pieces.push(chunk.toString());
      sendRest();
    }
    expect(pieces).toEqual(['first', 'rest']);
  });

  it('is not followed where it is a redirect, nor tried again where it is an error', async () => {
    const seen: (string | undefined)[] = [];
    const upstream = await startUpstream((incoming, outgoing) => {
      seen.push(incoming.url);
      outgoing.writeHead(incoming.url === '/moved' ? 307 : 503, { location: '/elsewhere', 'retry-after': '0' }).end();
    });
    const upstreams = openUpstreams();
    expect((await upstreams.send(request(`${upstream.url}/moved`))).status).toBe(307);
    expect((await upstreams.send(request(`${upstream.url}/down`))).status).toBe(503);
    expect(seen).toEqual(['/moved', '/down']);
  });
});

describe('connections', () => {
  it('are used again', async () => {
    const upstream = await startUpstream((_, outgoing) => outgoing.end('ok'));
    const upstreams = openUpstreams();
    for (let call = 0; call < 20; call += 1) await readAll((await upstreams.send(request(upstream.url))).body);
    // A call that begins in the very turn in which another ends finds its connection not yet free.
    expect(upstream.sockets.length).toBeLessThanOrEqual(2);
  });

  it('carry one call at a time, and no more of them are opened than allowed', async () => {
    let waiting: (() => void)[] = [];
    let served = 0;
    const upstream = await startUpstream((_, outgoing) => {
      waiting.push(() => outgoing.end('ok'));
      if (waiting.length < 3) return;
      served += waiting.length;
      for (const answer of waiting) answer();
      waiting = [];
    });
    const upstreams = openUpstreams(undefined, 3);
    const calls = Array.from({ length: 21 }, async () => {
      const { body } = await upstreams.send(request(upstream.url));
      return (await readAll(body)).bytes.toString();
    });
    expect(await Promise.all(calls)).toEqual(calls.map(() => 'ok'));
    expect([upstream.sockets.length, served]).toEqual([3, 21]);
  });
});

describe('a slow reader', () => {
  it('slows the sender down, and then gets every byte', async () => {
    const total = 64 * 1024 * 1024;
    const upstream = await startUpstream((_, outgoing) => {
      const chunk = Buffer.alloc(256 * 1024, 'x');
      let sent = 0;
      const more = (): void => {
        while (sent < total) {
          sent += chunk.length;
          if (!outgoing.write(chunk)) return void outgoing.once('drain', more);
        }
        outgoing.end();
      };
      more();
    });
    const { body } = await openUpstreams().send(request(upstream.url));
    const [socket] = upstream.sockets;
    if (socket === undefined) throw new Error('nothing connected');
    // The kernel's buffers are the only ones that fill up while nobody reads: the sender stops far from its end.
    await new Promise((resolve) => {
      let last = -1;
      const timer = setInterval(() => {
        const now = socket.bytesWritten;
        if (now === last) resolve(clearInterval(timer));
        last = now;
      }, 50);
    });
    expect(socket.bytesWritten).toBeLessThan(total / 2);
    let read = 0;
    for await (const chunk of body) read += chunk.length;
    expect(read).toBe(total);
  });

  it('that stops reading ends the connection', async () => {
    const upstream = await startUpstream((_, outgoing) => void outgoing.write('begun'));
    const { body } = await openUpstreams().send(request(upstream.url));
    const closed = once(upstream.sockets[0]!, 'close');
    for await (const chunk of body) {
      expect(chunk.toString()).toBe('begun');
      break;
    }
    await closed;
  });
});

describe('a failure says whether the request may have reached the upstream', () => {
  it('a refused connection: not', async () => {
    const failure = await failureOf(openUpstreams().send(request('http://127.0.0.1:1')));
    expect(failure).toMatchObject({ kind: 'connect', dispatched: false });
    expect(problemOfFailure(failure)).toMatchObject({ status: 502, code: 'upstream_unreachable' });
  });

  it('a name that does not resolve: not', async () => {
    const unknown: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 0);
    const failure = await failureOf(openUpstreams(unknown).send(request('http://upstream.invalid')));
    expect(failure).toMatchObject({ kind: 'connect', dispatched: false });
  });

  it('no connection in time: not', async () => {
    const never: LookupFunction = () => undefined;
    const timeouts = { connectMs: 20, firstByteMs: 10_000, idleMs: 10_000 };
    const failure = await failureOf(openUpstreams(never).send(request('http://upstream.invalid', { timeouts })));
    expect(failure).toMatchObject({ kind: 'connect', dispatched: false });
  });

  it.each([
    'http://127.0.0.1:1',
    'http://[::1]:1',
    'http://2130706433:1',
    'http://169.254.169.254',
    'http://localhost:1',
  ])('an address that the guard refuses, %s: not', async (url) => {
    const failure = await failureOf(openUpstreams(createTargetGuard({ allowedPrivate: [] }).lookup).send(request(url)));
    expect(failure).toMatchObject({ kind: 'forbidden_target', dispatched: false });
    expect(problemOfFailure(failure)).toMatchObject({ status: 403, code: 'target_forbidden' });
  });

  it('a header that cannot be sent: not', async () => {
    const upstream = await startUpstream((_, outgoing) => outgoing.end());
    const failure = await failureOf(openUpstreams().send(request(upstream.url, { headers: { 'x-a': 'b\r\nc: d' } })));
    expect(failure).toMatchObject({ kind: 'protocol', dispatched: false });
  });

  it('a server that closes without an answer: it may', async () => {
    const upstream = await startRawUpstream((socket) => socket.destroy());
    const failure = await failureOf(openUpstreams().send(request(upstream.url)));
    expect(failure).toMatchObject({ kind: 'reset', dispatched: true });
    expect(problemOfFailure(failure)).toMatchObject({ status: 502, code: 'upstream_failed' });
  });

  it('a server that is silent: it may', async () => {
    const upstream = await startUpstream(() => undefined);
    const timeouts = { connectMs: 10_000, firstByteMs: 50, idleMs: 10_000 };
    const failure = await failureOf(openUpstreams().send(request(upstream.url, { timeouts })));
    expect(failure).toMatchObject({ kind: 'timeout', dispatched: true });
    expect(problemOfFailure(failure)).toMatchObject({ status: 504, code: 'upstream_timeout' });
  });

  it('an answer that is not HTTP, or has no end of headers: it may', async () => {
    const garbage = await startRawUpstream((socket) => socket.end('nonsense\r\n\r\n'));
    const endless = await startRawUpstream((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`),
    );
    const upstreams = openUpstreams();
    for (const { url } of [garbage, endless]) {
      expect(await failureOf(upstreams.send(request(url)))).toMatchObject({ kind: 'protocol', dispatched: true });
    }
  });
});

describe('an answer that breaks off', () => {
  const begun = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';

  it.each([
    ['in the middle of its length', `${begun}content-length: 100\r\n\r\ngood bytes`],
    ['without its last chunk', `${begun}transfer-encoding: chunked\r\n\r\na\r\ngood bytes\r\n`],
  ])('%s gives the bytes that came, then the failure', async (_, text) => {
    const upstream = await startRawUpstream((socket) => socket.end(text));
    const { body } = await openUpstreams().send(request(upstream.url));
    const { bytes, error } = await readAll(body);
    expect(bytes.toString()).toBe('good bytes');
    expect(error).toMatchObject({ kind: 'reset', dispatched: true });
  });

  it('gives the bytes that came even where the failure came before they were read', async () => {
    const upstream = await startRawUpstream((socket) => socket.end(`${begun}content-length: 100\r\n\r\ngood bytes`));
    const { body } = await openUpstreams().send(request(upstream.url));
    await once(upstream.sockets[0]!, 'close');
    await new Promise((resolve) => setImmediate(resolve));
    expect((await readAll(body)).bytes.toString()).toBe('good bytes');
  });

  it('by falling silent is a timeout', async () => {
    const upstream = await startUpstream((_, outgoing) => void outgoing.write('good bytes'));
    const timeouts = { connectMs: 10_000, firstByteMs: 10_000, idleMs: 50 };
    const { body } = await openUpstreams().send(request(upstream.url, { timeouts }));
    const { bytes, error } = await readAll(body);
    expect(bytes.toString()).toBe('good bytes');
    expect(error).toMatchObject({ kind: 'timeout', dispatched: true });
  });
});

describe('a call that is given up', () => {
  it('before it began is not sent', async () => {
    const upstream = await startUpstream((_, outgoing) => outgoing.end());
    const failure = await failureOf(openUpstreams().send(request(upstream.url, { signal: AbortSignal.abort() })));
    expect(failure).toMatchObject({ kind: 'aborted', dispatched: false });
    expect(upstream.sockets).toHaveLength(0);
  });

  it('while it waits for a connection is not sent, and the connection serves the next', async () => {
    const seen: (string | undefined)[] = [];
    const waiting: (() => void)[] = [];
    const upstream = await startUpstream((incoming, outgoing) => {
      seen.push(incoming.url);
      waiting.push(() => outgoing.end('ok'));
      if (incoming.url !== '/first') waiting.at(-1)?.();
    });
    const upstreams = openUpstreams(undefined, 1);
    const first = upstreams.send(request(`${upstream.url}/first`));
    const controller = new AbortController();
    const second = failureOf(upstreams.send(request(`${upstream.url}/second`, { signal: controller.signal })));
    const third = upstreams.send(request(`${upstream.url}/third`));
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await second).toMatchObject({ kind: 'aborted', dispatched: false });
    waiting[0]?.();
    await readAll((await first).body);
    await readAll((await third).body);
    expect(seen).toEqual(['/first', '/third']);
    expect(upstream.sockets).toHaveLength(1);
  });

  it('while it waits for the answer ends the connection', async () => {
    const controller = new AbortController();
    let sayClosed = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      sayClosed = resolve;
    });
    const upstream = await startUpstream((incoming) => {
      incoming.socket.once('close', () => sayClosed());
      controller.abort();
    });
    const failure = await failureOf(openUpstreams().send(request(upstream.url, { signal: controller.signal })));
    expect(failure).toMatchObject({ kind: 'aborted', dispatched: true });
    await closed;
  });

  it('in the middle of the answer fails the body and ends the connection', async () => {
    const controller = new AbortController();
    const upstream = await startUpstream((_, outgoing) => void outgoing.write('begun'));
    const { body } = await openUpstreams().send(request(upstream.url, { signal: controller.signal }));
    const closed = once(upstream.sockets[0]!, 'close');
    const read = readAll(body);
    controller.abort();
    expect((await read).error).toMatchObject({ kind: 'aborted', dispatched: true });
    await closed;
  });

  it('after the answer ended changes nothing: the connection is used again', async () => {
    const controller = new AbortController();
    const upstream = await startUpstream((_, outgoing) => outgoing.end('ok'));
    const upstreams = openUpstreams(undefined, 1);
    await readAll((await upstreams.send(request(upstream.url, { signal: controller.signal }))).body);
    controller.abort();
    await readAll((await upstreams.send(request(upstream.url))).body);
    expect(upstream.sockets).toHaveLength(1);
  });
});
