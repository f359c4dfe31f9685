import type { Clock } from '../src/transport/clock.ts';
import type { Fetch } from '../src/transport/options.ts';

/** What was asked of a fake server. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** What it does with a request: answers, fails as a cut connection does, or stays silent. */
export type Script = { status: number; body?: unknown; headers?: Record<string, string> } | 'cut' | 'silent';

export interface FakeServer {
  readonly fetch: Fetch;
  readonly asked: Asked[];
}

function answerOf(script: Exclude<Script, string>): Response {
  const { status, body, headers } = script;
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const text = body === undefined ? null : JSON.stringify(body);
  return new Response(text, { status, headers: { 'content-type': type, ...headers } });
}

/** Follows the scripts in order; the last one stands for all that follow. */
export function fakeServer(...scripts: readonly Script[]): FakeServer {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: async (url, init) => {
      const script = scripts[Math.min(asked.length, scripts.length - 1)] ?? 'cut';
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
      asked.push({ url, method: init.method ?? 'GET', headers: init.headers as Record<string, string>, body });
      if (script === 'cut') throw new TypeError('fetch failed', { cause: new Error('socket hang up') });
      if (script === 'silent') return new Promise<Response>(() => undefined);
      return answerOf(script);
    },
  };
}

/** A clock that stands still but for waits, which are over at once; it keeps how long each was. */
export function fakeClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  let nowMs = Date.parse('2026-11-24T00:00:00Z');
  return {
    waits,
    nowMs: () => nowMs,
    wait: (ms, signal) => {
      // A limit on time and a heartbeat are waited for beside a call: they are over when it is.
      if (signal !== undefined && ms >= 50_000)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}
