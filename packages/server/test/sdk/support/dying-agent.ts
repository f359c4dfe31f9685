import { Cofferdam, type Intent } from '@cofferdam/sdk';
import { fileJournal } from '@cofferdam/sdk/node';
import { meteredFetch } from '@cofferdam/sdk/openai';

/** An agent in a process of its own that ends at one step as a crash would end it: at once, with nothing tidied up. */
const [baseUrl = '', apiKey = '', providerUrl = '', path = '', agent = '', step = ''] = process.argv.slice(2);

const die = (at: string): void => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
};

const callOf = (url: string): string => new URL(url).pathname.split('/').slice(2).at(-1) ?? '';

const file = fileJournal(path);
const nameOf = ({ operation, body }: Intent): string =>
  operation.endsWith('/settle') && JSON.stringify(body) === '{"usage":null}'
    ? 'begin'
    : (operation.split('/').at(-1) ?? '');

const client = new Cofferdam({
  baseUrl,
  apiKey,
  fetch: async (url, init) => {
    die(`${callOf(url)} unsent`);
    const response = await fetch(url, init);
    // The server has answered; the client has not read it.
    die(`${callOf(url)} unanswered`);
    return response;
  },
  journal: {
    pending: () => file.pending(),
    async put(intent) {
      die(`${nameOf(intent)} unwritten`);
      await file.put(intent);
      die(`${nameOf(intent)} written`);
    },
    async remove(id) {
      die(`${id.startsWith('run:') ? 'finish' : 'settle'} answered`);
      await file.remove(id);
    },
  },
});

const provider = async (url: string, init?: RequestInit): Promise<Response> => {
  const response = await fetch(url, init);
  const text = await response.text();
  die('work done');
  return new Response(text, response);
};

await client.run({ agent, limit_usd: '5' }, async (run) => {
  const metered = meteredFetch(run, { fetch: (input, init) => provider(new Request(input).url, init) });
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Say it.' }], max_completion_tokens: 60 };
  await metered(`${providerUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${agent}` },
    body: JSON.stringify(body),
  });
  await run.report({ source: agent, id: 'one', cost_usd: '0.25' });
});
await file.close();
