import { afterEach } from 'vitest';
import type { Simulator, SimulatorOptions, TruthRecord } from '../src/index.ts';
import { startSimulator } from '../src/index.ts';

const started: Simulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((simulator) => simulator.close()));
});

/** Starts a simulator on a free port, and closes it after the test. */
export async function simulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const one = await startSimulator(options);
  started.push(one);
  return one;
}

/** Sends a JSON body with `fetch`, which decodes what the answer's headers say. */
export function post(
  { url }: Simulator,
  path: string,
  body: object,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
}

/** The truth of the only request. */
export function onlyTruth(one: Simulator): TruthRecord {
  const records = one.truth();
  if (records.length !== 1 || records[0] === undefined) throw new Error(`${records.length} requests, not one`);
  return records[0];
}

/** Waits until no request is being answered: the end of an abandoned one comes after its client has gone. */
export async function untilIdle(one: Simulator): Promise<readonly TruthRecord[]> {
  for (;;) {
    const records = one.truth();
    if (records.every(({ outcome }) => outcome !== 'open')) return records;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Chat messages with one text. */
export function says(content: string): { role: 'user'; content: string }[] {
  return [{ role: 'user', content }];
}

/** A PNG's signature and header, which is all that is read of it: 512 x 512, 768 x 512, ... as base64. */
export function pngOf(width: number, height: number): string {
  const head = Buffer.alloc(33);
  head.write('89504e470d0a1a0a0000000d49484452', 0, 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head.toString('base64');
}
