import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectCharged } from '../support/charges.ts';
import { wish } from '../support/prompts.ts';
import { startGateway, type TestGateway } from '../support/test-gateway.ts';

/** The bodies of answers on their way from the simulator to the gateway, in the order of their requests. */
const answers: Buffer[][] = [];
const tap = createServer();

/** Puts a listener between the gateway and the simulator that changes nothing. */
async function listenIn(simulatorUrl: string): Promise<string> {
  tap.on('request', (request, response) => {
    const bytes: Buffer[] = [];
    answers.push(bytes);
    const { method, headers, url = '' } = request;
    const onward = sendRequest(simulatorUrl + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.on('data', (chunk: Buffer) => bytes.push(chunk));
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => tap.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(tap.address() as AddressInfo).port}`;
}

let gateway: TestGateway;
let key: string;

beforeAll(async () => {
  gateway = await startGateway({ upstreamUrl: listenIn });
  key = await gateway.agentKey('writer');
});

afterAll(async () => {
  await gateway.close();
  tap.closeAllConnections();
  tap.close();
});

async function ask(path: string, body: object): Promise<{ got: string; sent: string }> {
  answers.length = 0;
  const answer = await fetch(`${gateway.url}/gateway/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const got = await answer.text();
  expect(answer.status).toBe(200);
  return { got, sent: Buffer.concat(answers[0] ?? []).toString('utf8') };
}

/** Awkward pieces, comments between the events, and more than one byte to a letter. */
function prompt(run: string): string {
  return wish(run, 'chunk-bytes=7', 'comments', 'output-tokens=60');
}

const says = (run: string): object[] => [{ role: 'user', content: prompt(run) }];
const gemini = (run: string): object => ({ contents: [{ role: 'user', parts: [{ text: prompt(run) }] }] });

const streams: readonly (readonly [name: string, connection: string, path: string, body: (run: string) => object])[] = [
  [
    'chat',
    'openai',
    'v1/chat/completions',
    (run) => ({ model: 'gpt-4o', messages: says(run), stream: true, stream_options: { include_usage: true } }),
  ],
  ['responses', 'openai', 'v1/responses', (run) => ({ model: 'gpt-4o', input: prompt(run), stream: true })],
  [
    'messages',
    'anthropic',
    'v1/messages',
    (run) => ({ model: 'claude-sonnet-4-5', max_tokens: 100, messages: says(run), stream: true }),
  ],
  ['gemini-sse', 'gemini', 'v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', gemini],
  ['gemini-array', 'gemini', 'v1beta/models/gemini-2.5-flash:streamGenerateContent', gemini],
];

test.each(streams)('%s: the client gets the bytes that the provider sent', async (run, connection, path, bodyOf) => {
  const { got, sent } = await ask(`${connection}/run/${run}/${path}`, bodyOf(run));
  expect(sent.length).toBeGreaterThan(1000);
  expect(got).toBe(sent);
  await expectCharged(gateway, run, { agent: 'writer', connection });
});

test('a chat whose client asked for no usage: the same bytes but for that one event', async () => {
  const body = { model: 'gpt-4o', messages: says('chat-plain'), stream: true };
  const { got, sent } = await ask('openai/run/chat-plain/v1/chat/completions', body);
  const events = sent.split('\n\n');
  const usageOnly = events.filter((event) => event.includes('"choices":[],"usage":{'));
  expect(usageOnly).toHaveLength(1);
  expect(got).toBe(events.filter((event) => event !== usageOnly[0]).join('\n\n'));
  await expectCharged(gateway, 'chat-plain', { agent: 'writer', connection: 'openai' });
});

test.each(streams)(
  '%s: a compressed answer arrives decoded, with the same words',
  async (name, connection, path, bodyOf) => {
    const run = `${name}-gzip`;
    const body = JSON.parse(JSON.stringify(bodyOf(run)).replace(']]', ' gzip]]')) as object;
    const { got } = await ask(`${connection}/run/${run}/${path}`, body);
    const truth = await expectCharged(gateway, run, { agent: 'writer', connection });
    expect(got).toContain(truth.servedModel);
  },
);
